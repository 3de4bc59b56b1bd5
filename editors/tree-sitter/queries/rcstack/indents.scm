[(block) (list) (group)] @indent.begin
["}" "]" ")"] @indent.branch @indent.end
[(string) (raw_string)] @indent.ignore
