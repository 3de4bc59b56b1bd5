/* Made by editors/generate from editors/templates; do not edit. */
static const char *const control_words[] = { @CONTROL,@ };
static const char *const logic_words[] = { @LOGIC,@ };
static const char *const constant_words[] = { @CONSTANTS,@ };
static const char *const contextual_words[] = { @CONTEXTUAL,@ };
/* What goes on with an expression, so that a contextual word before it is a name. */
static const char *const binary_words[] = { @BINARY,@ };
