// SPDX-License-Identifier: Apache-2.0
#include "sim/cost/liberty/gzip.h"

#include <fmt/format.h>
#include <zlib.h>
#include <algorithm>
#include <memory>
#include <vector>

#include "sim/base/error.h"

namespace pwlsim::cost {

bool is_gzip(std::string_view bytes) { return bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b'; }

std::string unzip(std::string_view bytes, const std::string& file, std::size_t most) {
  constexpr std::size_t kMostPiece = std::size_t{1} << 30;  // zlib counts in unsigned int
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) throw InputError(file + ": zlib does not start");
  const std::unique_ptr<z_stream, int (*)(z_streamp)> owner(&stream, inflateEnd);
  std::string text;
  std::vector<char> piece(std::size_t{1} << 18);
  std::size_t next = 0;
  int state = Z_OK;
  while (true) {
    if (stream.avail_in == 0) {
      const std::size_t size = std::min(bytes.size() - next, kMostPiece);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + next));
      stream.avail_in = static_cast<uInt>(size);
      next += size;
    }
    if (state == Z_STREAM_END) {
      // Zeros after the last member are padding, such as tapes and file systems add.
      const std::size_t rest = bytes.size() - next + stream.avail_in;
      if (bytes.substr(bytes.size() - rest).find_first_not_of('\0') == std::string_view::npos) return text;
      inflateReset(&stream);
    }
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    state = inflate(&stream, Z_NO_FLUSH);
    if (state == Z_BUF_ERROR) throw InputError(file + ": the compressed file is cut off");
    if (state != Z_OK && state != Z_STREAM_END) throw InputError(file + ": the compressed file is damaged");
    text.append(piece.data(), piece.size() - stream.avail_out);
    if (text.size() > most) {
      throw InputError(fmt::format("{}: more than {} bytes after decompression", file, most));
    }
  }
}

}  // namespace pwlsim::cost
