#ifndef RCC_FORMATS_NAMES_H
#define RCC_FORMATS_NAMES_H
/*
 * Names that the apiserver checks. Each function gives the empty text for a valid name, else
 * a phrase that names the first offending thing: "has an upper-case letter `C`", "starts with
 * `-`", "is 70 characters long, at most 63 are allowed". The length comes last, since it is
 * the hardest to put right.
 */
#include "base/arena.h"

/* RFC 1123 label: most object names that become host names, container names. */
struct str dns_label_problem(struct str text, struct arena *a);
/* RFC 1035 label: the same, beginning with a letter (Services of older minors). */
struct str dns_1035_label_problem(struct str text, struct arena *a);
/* RFC 1123 subdomain: labels with dots between them, 253 characters. */
struct str dns_subdomain_problem(struct str text, struct arena *a);
/* A subdomain whose labels keep to 63 characters, and no address, scheme, port or path. */
struct str hostname_problem(struct str text, struct arena *a);
/* `*.` and a subdomain. */
struct str wildcard_host_problem(struct str text, struct arena *a);
/* Name of a port: 15 characters, a letter among them. */
struct str port_name_problem(struct str text, struct arena *a);
/* [prefix/]name, of a label, annotation, taint, topology. */
struct str label_key_problem(struct str text, struct arena *a);
struct str label_value_problem(struct str text, struct arena *a);
/* Key of a ConfigMap or Secret, which becomes a file name. */
struct str config_key_problem(struct str text, struct arena *a);
/* Environment variable of a container, as every minor accepts it. */
struct str env_name_problem(struct str text, struct arena *a);
/* The same since 1.32: any printable ASCII but `=`. */
struct str relaxed_env_name_problem(struct str text, struct arena *a);
struct str c_identifier_problem(struct str text, struct arena *a);
/* `25%`: digits and a percent sign. */
struct str percent_problem(struct str text, struct arena *a);
/* Name of an HTTP header, of a probe. */
struct str http_header_problem(struct str text, struct arena *a);
/* Name that stands as one part of a path of the API: of a Role, a custom resource. May be empty. */
struct str path_segment_problem(struct str text, struct arena *a);
/* A host name of two labels and more, perhaps with a `.` at its end. */
struct str fully_qualified_domain_problem(struct str text, struct arena *a);
/* A subdomain, `/`, and a path of HTTP: the name of a controller. */
struct str domain_path_problem(struct str text, struct arena *a);
/* Bucket of S3 and what speaks its protocol. */
struct str bucket_problem(struct str text, struct arena *a);

#endif
