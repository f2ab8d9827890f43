//go:build !unix

package build

import (
	"io/fs"
	"os"
)

// sameDevice is not asked for where there is no exchange.
func sameDevice(fs.FileInfo, fs.FileInfo) bool { return false }

// ownedByUs is not asked for where there is no exchange.
func ownedByUs(fs.FileInfo) bool { return false }

// syncDir does nothing: a directory cannot be synced here.
func syncDir(*os.Root) error { return nil }
