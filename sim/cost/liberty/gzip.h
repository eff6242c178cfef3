// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pwlsim::cost {

/// Whether the bytes begin like a gzip file. The file's name does not matter.
bool is_gzip(std::string_view bytes);

/// The decompressed bytes of all members. Throws InputError that names the file when it is damaged, truncated, or holds
/// more than `most` bytes.
std::string unzip(std::string_view bytes, const std::string& file, std::size_t most);

}  // namespace pwlsim::cost
