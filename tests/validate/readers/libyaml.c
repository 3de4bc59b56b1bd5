/*
 * Reads YAML files with libyaml and prints what they hold: one line of JSON a file, a list
 * of its documents. Plain scalars are resolved by the core schema of YAML 1.2.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

static void die(const char *path, const char *why)
{
	fprintf(stderr, "libyaml: %s: %s\n", path, why);
	exit(1);
}

static void print_string(const char *s, size_t n)
{
	putchar('"');
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static bool is_one_of(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(s, *words) == 0)
			return true;
	return false;
}

static size_t digits(const char *s)
{
	return strspn(s, "0123456789");
}

/* A decimal number as JSON writes it too: -1, 0.5, 1e3. */
static bool is_number(const char *s)
{
	size_t n;

	s += *s == '-';
	n = digits(s);
	if (n == 0 || (n > 1 && *s == '0'))
		return false;
	s += n;
	if (*s == '.') {
		n = digits(s + 1);
		s += 1 + n;
		if (n == 0)
			return false;
	}
	if (*s == 'e' || *s == 'E') {
		s += s[1] == '-' || s[1] == '+' ? 2 : 1;
		n = digits(s);
		s += n;
		if (n == 0)
			return false;
	}
	return *s == '\0';
}

/* Numbers that JSON would write otherwise: +1, 0x1f, 0o17, 1., .5, .inf, .nan. */
static bool is_odd_number(const char *s)
{
	static const char *const specials[] = { ".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN", NULL };
	char *end;

	if (is_one_of(s + (*s == '-' || *s == '+'), specials))
		return true;
	if (strncmp(s, "0o", 2) == 0)
		return s[2] && s[2 + strspn(s + 2, "01234567")] == '\0';
	if (!strpbrk(s, "0123456789") || isspace((unsigned char)*s) || strpbrk(s, "pPnN"))
		return false;
	strtod(s, &end);
	return *end == '\0';
}

static void print_plain(const char *s, size_t n)
{
	static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
	static const char *const trues[] = { "true", "True", "TRUE", NULL };
	static const char *const falses[] = { "false", "False", "FALSE", NULL };

	if (is_one_of(s, nulls))
		fputs("null", stdout);
	else if (is_one_of(s, trues))
		fputs("true", stdout);
	else if (is_one_of(s, falses))
		fputs("false", stdout);
	else if (is_number(s))
		fputs(s, stdout);
	else if (is_odd_number(s))
		printf("{\"!odd number\": \"%s\"}", s);
	else
		print_string(s, n);
}

static void print_node(yaml_document_t *d, int index);

static void print_sequence(yaml_document_t *d, const yaml_node_t *node)
{
	const yaml_node_item_t *first = node->data.sequence.items.start;

	putchar('[');
	for (const yaml_node_item_t *i = first; i < node->data.sequence.items.top; i++) {
		if (i > first)
			putchar(',');
		print_node(d, *i);
	}
	putchar(']');
}

static void print_mapping(yaml_document_t *d, const yaml_node_t *node)
{
	const yaml_node_pair_t *first = node->data.mapping.pairs.start;

	putchar('{');
	for (const yaml_node_pair_t *p = first; p < node->data.mapping.pairs.top; p++) {
		const yaml_node_t *key = yaml_document_get_node(d, p->key);

		if (p > first)
			putchar(',');
		print_string((const char *)key->data.scalar.value, key->data.scalar.length);
		putchar(':');
		print_node(d, p->value);
	}
	putchar('}');
}

static void print_node(yaml_document_t *d, int index)
{
	yaml_node_t *node = yaml_document_get_node(d, index);

	switch (node->type) {
	case YAML_SCALAR_NODE:
		if (node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
			print_plain((const char *)node->data.scalar.value, node->data.scalar.length);
		else
			print_string((const char *)node->data.scalar.value, node->data.scalar.length);
		break;
	case YAML_SEQUENCE_NODE:
		print_sequence(d, node);
		break;
	case YAML_MAPPING_NODE:
		print_mapping(d, node);
		break;
	case YAML_NO_NODE:
		fputs("null", stdout);
		break;
	}
}

static void print_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	yaml_parser_t parser;
	yaml_document_t document;

	if (!f)
		die(path, "cannot be opened");
	if (!yaml_parser_initialize(&parser))
		die(path, "no memory");
	yaml_parser_set_input_file(&parser, f);
	putchar('[');
	for (int n = 0;; n++) {
		if (!yaml_parser_load(&parser, &document))
			die(path, parser.problem ? parser.problem : "cannot be read");
		if (!yaml_document_get_root_node(&document))
			break;
		if (n > 0)
			putchar(',');
		print_node(&document, 1);
		yaml_document_delete(&document);
	}
	puts("]");
	yaml_document_delete(&document);
	yaml_parser_delete(&parser);
	fclose(f);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		print_file(argv[i]);
	return 0;
}
