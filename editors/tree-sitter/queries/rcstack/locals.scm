[(source_file) (block) (interpolation)] @local.scope

((control) @_keyword . (name) @local.definition.var
 (#any-of? @_keyword "let" "for"))
((declaration) @_keyword . (name) @local.definition.type
 (#any-of? @_keyword "type" "stack"))
((declaration) @_keyword . (name) @local.definition.function
 (#any-of? @_keyword "fn" "check"))
((declaration) @_keyword . (name) @local.definition.import
 (#eq? @_keyword "as"))
((declaration) @_keyword . (name) @local.definition.parameter
 (#eq? @_keyword "param"))

(name) @local.reference
