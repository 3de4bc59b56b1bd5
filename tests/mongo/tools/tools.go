//go:build tools

// Package tools names MongoDB's database tools, so that go.mod pins them.
package tools

import (
	_ "github.com/mongodb/mongo-tools/mongodump/main"
	_ "github.com/mongodb/mongo-tools/mongorestore/main"
)
