# Writes the fenced blocks of a section of docs/diagnostics/CODE.md as files into a folder:
#
#     awk -v section=failing -v dir=DIR -f example.awk CODE.md
#
# A block opens with its language and the file's name (```rcs stack.rcs), ```console stands for a
# file `console`. Prints the name of the first file, which is the main one.
/^## / { inside = ($2 == section) }
/^```/ && file != "" {
	close(file)
	file = ""
	next
}
inside && /^```/ {
	name = NF > 1 ? $2 : substr($1, 4)
	if (split(name, part, "/") > 1)
		system("mkdir -p '" dir "/" substr(name, 1, length(name) - length(part[split(name, part, "/")]) - 1) "'")
	file = dir "/" name
	printf "" > file
	if (!found++)
		print name
	next
}
file != "" { print > file }
