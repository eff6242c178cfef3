// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace pwlsim::lockstep {

/// Reads recorded activations. A file whose name ends in .npy is NumPy's format, version 1 to 3 (float32, float64,
/// int8, int16, int32, little endian, C order, any shape, read flat); any other is text, one number a line, where empty
/// lines and what follows a # do not count.
/// Throws InputError that names the file and the reason: missing, truncated, another type or order, a value that is not
/// a finite number (with its line or index), no value at all.
std::vector<double> read_recording(const std::string& path);

}  // namespace pwlsim::lockstep
