module gates

go 1.26.0
