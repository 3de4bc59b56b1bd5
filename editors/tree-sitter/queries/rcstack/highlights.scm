; Made by editors/generate from editors/templates; do not edit.
; Of several patterns for one node the last one wins.

(name) @variable

((name) @constant
 (#any-of? @constant "alb" "allowed" "alone" "always" "anywhere" "argocd" "block" "by_plan" "certain" "choice" "community" "credential" "disabled" "external" "file" "filesystem" "first_consumer" "flag" "flux" "gce" "github" "google" "gridfs" "hopeless" "immediate" "kubernetes" "ldap" "ldaps" "never" "nginx" "no_nodes" "number" "oidc" "open" "openshift" "other" "others" "password" "plain" "planned" "preferred" "public" "random" "read" "recreate" "required" "restored" "rolling" "s3" "saml" "serves" "several" "starttls" "stores" "sum" "template" "text" "tls" "too_few" "too_large" "tried" "uneven" "unknown" "unsettable" "volume" "votes" "webdav"))

((name) @type
 (#match? @type "^[A-Z]"))

((name) @type.builtin
 (#any-of? @type.builtin "Admin" "Amounts" "Auth" "Backup" "Changes" "Chat" "ChatRelease" "Cluster" "CpuAmount" "Cron" "DnsLabel" "DnsName" "DumpCount" "FileSize" "Hostname" "Image" "Ingress" "Mail" "Manifests" "Member" "MemberCount" "Metrics" "Mongo" "MongoRelease" "NodePool" "PodCount" "Resources" "SecretKey" "SecretNeed" "Size" "Stack" "Storage" "StorageClass" "Timezone" "Tls" "Toleration" "Uploads"))

((name) @function . (group))

((name) @function.builtin . (group)
 (#any-of? @function.builtin "abs" "all" "any" "base64" "base64_decode" "base64_size" "bucket_problem" "bytes" "c_identifier_problem" "ceil" "cidr_contains" "cidr_overlap" "cidr_problem" "config_key_problem" "contains" "cron_fix" "cron_gap" "cron_next" "cron_problem" "cron_words" "descend" "dns_1035_label_problem" "dns_label_problem" "dns_subdomain_problem" "duration_problem" "embed" "ends_with" "entry_texts" "env_name_problem" "fields_set" "filter" "first" "float" "floor" "fold" "glob_matches" "glob_problem" "group_by" "hostname_problem" "image_digest" "image_matches" "image_problem" "image_registry" "image_repository" "image_tag" "includes" "index_by" "ip_problem" "is_whole" "join" "json" "json_items" "json_kind" "json_members" "json_problem" "json_string" "keys" "label_key_problem" "label_selector_problem" "label_value_problem" "labels_problem" "last" "len" "lower" "map" "matches" "max" "millicores" "milliseconds" "min" "mod" "nearest" "overridden" "pack" "percent" "port_name_problem" "quantity_problem" "range" "regexp_problem" "replace" "round" "seconds" "secret" "sha256" "slice" "sort_by" "split" "starts_with" "sum" "to_bytes" "to_int" "to_version" "trim" "unique" "upper" "uri_decode" "uri_encode" "uri_host" "uri_path" "uri_port" "uri_problem" "uri_query" "uri_scheme" "uri_userinfo" "utf8_size" "values" "version_major" "version_minor" "version_patch" "version_problem" "wildcard_host_problem" "zone_nearest" "zone_problem"))

((name) @property . (set))
((name) @property . (block))
((name) @property . (name)
 (#any-of? @property "about" "accepts" "access" "access_key" "account" "address" "admin" "all" "allow" "alone" "alphabet" "ambient" "amounts" "annotations" "apart" "arbiter" "attach_limit" "auth" "authorities" "authorize_path" "autoscale" "autoscale_cpu" "avx" "backup" "backup_url" "base" "beside" "binding" "bucket" "button" "ca" "cache" "candidates" "certificate" "chat" "claim" "claim_name" "class" "client_id" "client_secret" "cluster" "cluster_domain" "columns" "controller" "copies" "copy_image" "count" "cpu" "create_namespace" "daily" "data_size" "database" "default" "delay" "dn" "dump" "dump_size" "each" "effect" "email" "email_attribute" "email_claim" "enabled" "endpoint" "entry_point" "expandable" "exporter_image" "exporter_resources" "external" "extra" "fallback" "feature_compatibility" "fewest" "filter" "folder" "form" "found" "free" "from" "further" "gitops" "grow_to" "hidden" "host" "id" "identity_path" "image" "image_pull_secrets" "ingress" "ingress_namespace" "interval" "issuer" "issuer_kind" "keep" "key" "keys" "kind" "kubernetes" "label" "labels" "lack" "later" "length" "limits" "lines" "login" "logout" "loss" "mail" "maintenance" "make" "maker" "max_file_size" "max_pods" "member" "memory" "merge_users" "message" "metrics" "min_available" "min_zones" "mode" "mongo" "monthly" "most" "name" "name_attribute" "name_claim" "names" "namespace" "network" "node_pool" "node_selector" "nodes" "of" "offered" "operator" "oplog" "outside" "override" "own_certificate" "password" "passwords_changed" "path" "placed" "platform" "pod_security" "pods" "policies" "pool" "pools" "port" "ports" "priority" "private_key" "project" "prometheus_namespace" "prometheus_operator" "protect" "provisioner" "proxy" "reader" "readers" "reason" "refused_types" "region" "registration" "replica_set" "replicas" "requests" "resource" "resources" "restore" "role" "rollout" "rows" "run_as_user" "schedule" "scope" "scratch" "secret" "secret_key" "security" "server" "setting" "settled" "size" "skew" "spec" "spread" "stay" "storage" "storage_class" "surge" "survive" "taints" "text" "timezone" "title" "tls" "tls_secret" "to" "token_path" "tolerations" "types" "unavailable" "uploads" "url" "used" "user" "username" "username_attribute" "username_claim" "users" "value" "values" "verify" "version" "votes" "wanted" "weekly" "what" "why" "workload" "zone" "zones" "zones_apart"))
((name) @property . (string)
 (#any-of? @property "about" "accepts" "access" "access_key" "account" "address" "admin" "all" "allow" "alone" "alphabet" "ambient" "amounts" "annotations" "apart" "arbiter" "attach_limit" "auth" "authorities" "authorize_path" "autoscale" "autoscale_cpu" "avx" "backup" "backup_url" "base" "beside" "binding" "bucket" "button" "ca" "cache" "candidates" "certificate" "chat" "claim" "claim_name" "class" "client_id" "client_secret" "cluster" "cluster_domain" "columns" "controller" "copies" "copy_image" "count" "cpu" "create_namespace" "daily" "data_size" "database" "default" "delay" "dn" "dump" "dump_size" "each" "effect" "email" "email_attribute" "email_claim" "enabled" "endpoint" "entry_point" "expandable" "exporter_image" "exporter_resources" "external" "extra" "fallback" "feature_compatibility" "fewest" "filter" "folder" "form" "found" "free" "from" "further" "gitops" "grow_to" "hidden" "host" "id" "identity_path" "image" "image_pull_secrets" "ingress" "ingress_namespace" "interval" "issuer" "issuer_kind" "keep" "key" "keys" "kind" "kubernetes" "label" "labels" "lack" "later" "length" "limits" "lines" "login" "logout" "loss" "mail" "maintenance" "make" "maker" "max_file_size" "max_pods" "member" "memory" "merge_users" "message" "metrics" "min_available" "min_zones" "mode" "mongo" "monthly" "most" "name" "name_attribute" "name_claim" "names" "namespace" "network" "node_pool" "node_selector" "nodes" "of" "offered" "operator" "oplog" "outside" "override" "own_certificate" "password" "passwords_changed" "path" "placed" "platform" "pod_security" "pods" "policies" "pool" "pools" "port" "ports" "priority" "private_key" "project" "prometheus_namespace" "prometheus_operator" "protect" "provisioner" "proxy" "reader" "readers" "reason" "refused_types" "region" "registration" "replica_set" "replicas" "requests" "resource" "resources" "restore" "role" "rollout" "rows" "run_as_user" "schedule" "scope" "scratch" "secret" "secret_key" "security" "server" "setting" "settled" "size" "skew" "spec" "spread" "stay" "storage" "storage_class" "surge" "survive" "taints" "text" "timezone" "title" "tls" "tls_secret" "to" "token_path" "tolerations" "types" "unavailable" "uploads" "url" "used" "user" "username" "username_attribute" "username_claim" "users" "value" "values" "verify" "version" "votes" "wanted" "weekly" "what" "why" "workload" "zone" "zones" "zones_apart"))
((name) . (name) @constant . (block)
 (#any-of? @constant "alb" "allowed" "alone" "always" "anywhere" "argocd" "block" "by_plan" "certain" "choice" "community" "credential" "disabled" "external" "file" "filesystem" "first_consumer" "flag" "flux" "gce" "github" "google" "gridfs" "hopeless" "immediate" "kubernetes" "ldap" "ldaps" "never" "nginx" "no_nodes" "number" "oidc" "open" "openshift" "other" "others" "password" "plain" "planned" "preferred" "public" "random" "read" "recreate" "required" "restored" "rolling" "s3" "saml" "serves" "several" "starttls" "stores" "sum" "template" "text" "tls" "too_few" "too_large" "tried" "uneven" "unknown" "unsettable" "volume" "votes" "webdav"))
((name) @property . (operator) @_of (#any-of? @_of ":"))
((name) @property . (operator) @_optional . (operator) @_of (#eq? @_optional "?") (#eq? @_of ":"))
("." . (name) @property)

((control) @_keyword . (name) @variable
 (#eq? @_keyword "for"))
((control) @_keyword . (name) @variable
 (#eq? @_keyword "let"))
((declaration) @_keyword . (name) @type.definition
 (#any-of? @_keyword "type" "stack"))
((declaration) @_keyword . (name) @function
 (#any-of? @_keyword "fn" "check"))
((declaration) @_keyword . (name) @namespace
 (#eq? @_keyword "as"))

(declaration) @keyword
(control) @keyword
(logic) @keyword.operator
(constant) @boolean
(number) @number
[(operator) (set) "."] @operator
["{" "}" "[" "]" "(" ")"] @punctuation.bracket

[(string_start) (string_text) (string_end) (raw_string)] @string
(escape_sequence) @string.escape
[(interpolation_start) (interpolation_end)] @punctuation.special

(comment) @comment
(doc_comment) @comment
(invalid) @error
