; Made by editors/generate from editors/templates; do not edit.
; Of several patterns for one node the last one wins.

(name) @variable

((name) @constant
 (#any-of? @constant @TAGS"@))

((name) @type
 (#match? @type "^[A-Z]"))

((name) @type.builtin
 (#any-of? @type.builtin @TYPES"@))

((name) @function . (group))

((name) @function.builtin . (group)
 (#any-of? @function.builtin @BUILTINS"@))

((name) @property . (set))
((name) @property . (block))
((name) @property . (name)
 (#any-of? @property @FIELDS"@))
((name) @property . (string)
 (#any-of? @property @FIELDS"@))
((name) . (name) @constant . (block)
 (#any-of? @constant @TAGS"@))
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
