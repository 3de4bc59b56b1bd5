// Made by editors/generate from editors/templates; do not edit.
exports.UNITS = [@UNITS,@];
exports.OPERATORS = [@OPERATORS,@];
