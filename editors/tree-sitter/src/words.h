/* Made by editors/generate from editors/templates; do not edit. */
static const char *const control_words[] = { "if", "then", "else", "for", "match", "let" };
static const char *const logic_words[] = { "and", "or", "not", "in" };
static const char *const constant_words[] = { "true", "false" };
static const char *const contextual_words[] = { "import", "as", "param", "type", "fn", "check", "needs", "stack", "abstract", "extends", "where", "by", "require", "given", "error", "warning", "note", "at", "because", "help", "fix", "remove", "explain", "failing", "fixed" };
/* What goes on with an expression, so that a contextual word before it is a name. */
static const char *const binary_words[] = { "and", "or", "in", "then", "else" };
