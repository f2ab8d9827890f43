//go:build !unix

package build

import "time"

// CPUTime is what the process has used of the processors so far, user and
// system; 0 where the system does not tell.
func CPUTime() time.Duration { return 0 }

// PeakMemory is the most memory that the process has had so far, in bytes; 0
// where the system does not tell.
func PeakMemory() int64 { return 0 }
