// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pwlsim::lockstep {

constexpr std::string_view kNpyMagic = "\x93NUMPY";

/// The numbers of a file in NumPy's format (numpy.lib.format), version 1 to 3: bool, integers of 8 to 64 bits, float16,
/// float32, float64, in either byte order. An array of several dimensions is read flat, its last index fastest,
/// whichever order the file keeps it in. `path` names the file in messages. Throws InputError with the reason:
/// truncated, bytes after the data, a header that is not NumPy's, a type that is not of real numbers, or whose layout
/// depends on the machine (long double).
std::vector<double> parse_npy(const std::string& path, std::string_view content);

}  // namespace pwlsim::lockstep
