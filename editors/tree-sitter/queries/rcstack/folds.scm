[(block) (list) (group) (string) (raw_string)] @fold
