// SPDX-License-Identifier: Apache-2.0
#include "sim/pwl/file.h"

#include <unistd.h>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "sim/pwl/error.h"

namespace pwlsim {
namespace fs = std::filesystem;

std::string read_file(const std::string& path, std::size_t most) {
  std::error_code not_there;  // opening it says so as well
  if (fs::is_directory(path, not_there)) throw InputError(path + ": is a folder, not a file");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(path + ": " + std::strerror(errno));
  std::string content;
  char buffer[65536];
  while (file.read(buffer, sizeof buffer) || file.gcount() > 0) {
    content.append(buffer, static_cast<std::size_t>(file.gcount()));
    if (content.size() > most) {
      throw InputError(path + ": has more than the " + std::to_string(most) + " bytes that are read of such a file");
    }
  }
  if (file.bad()) throw InputError(path + ": cannot be read");
  return content;
}

void check_writable(const std::string& path, const std::string& option) {
  if (path.empty()) return;
  const fs::path folder = fs::absolute(path).parent_path();
  if (!fs::is_directory(folder)) throw InputError(option + " " + path + ": there is no folder " + folder.string());
  if (fs::is_directory(path)) throw InputError(option + " " + path + ": is a folder");
}

void write_file(const std::string& path, std::string_view content, const std::string& option) {
  // A link stays a link, and a device or pipe is written to; only a file is replaced.
  std::error_code error;
  const bool replace = !fs::exists(path, error) || fs::is_regular_file(path, error);
  const fs::path target = replace ? fs::weakly_canonical(path, error) : fs::path(path);
  const fs::path written = replace ? fs::path(target.string() + "." + std::to_string(getpid()) + ".partial") : target;
  std::ofstream file(written, std::ios::binary);
  file << content;
  file.close();
  if (file && replace) fs::rename(written, target, error);
  if (!file || (replace && error)) {
    if (replace) fs::remove(written, error);
    throw InputError(option + " " + path + ": cannot be written");
  }
}

std::string printable(std::string_view text) {
  std::string shown(text.substr(0, 60));
  for (char& c : shown) c = std::isprint(static_cast<unsigned char>(c)) != 0 ? c : '?';
  return shown;
}

}  // namespace pwlsim
