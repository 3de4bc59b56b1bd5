# Writes the fenced blocks of a section of docs/diagnostics/CODE.md as files into a folder:
#
#     awk -v section=failing -v dir=DIR -f example.awk CODE.md
#
# A block opens with its language and the file's name: ```rcs stack.rcs. Prints the name of the
# first file, which is the main one.
/^## / { inside = ($2 == section) }
/^```/ && file != "" {
	close(file)
	file = ""
	next
}
inside && /^```/ {
	folder = dir "/" $2
	sub(/\/[^\/]*$/, "", folder)
	system("mkdir -p '" folder "'")
	file = dir "/" $2
	printf "" > file
	if (!found++)
		print $2
	next
}
file != "" { print > file }
