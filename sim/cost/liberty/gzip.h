// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pwlsim::cost {

/// Whether the bytes begin as a file of gzip does; its name says nothing.
bool is_gzip(std::string_view bytes);

/// What was compressed, of all members one after another. Throws InputError that names the file: damaged, cut off, more
/// than `most` bytes.
std::string unzip(std::string_view bytes, const std::string& file, std::size_t most);

}  // namespace pwlsim::cost
