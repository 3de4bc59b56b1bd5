// Made by editors/generate from editors/templates; do not edit.
exports.UNITS = ["min", "GB", "Gi", "Ki", "MB", "Mi", "TB", "Ti", "kB", "ms", "%", "d", "h", "m", "s"];
exports.OPERATORS = ["...", "!=", "..", "<=", "==", "=>", ">=", "??", "(", ")", "*", "+", ",", "-", ".", "/", ":", ";", "<", "=", ">", "?", "@", "[", "]", "{", "|", "}"];
