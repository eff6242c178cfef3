// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/cache_entry.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "sim/pwl/error.h"

namespace pwlsim {
namespace fs = std::filesystem;

fs::path default_cache() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value == nullptr ? "" : value);
  };
  if (!variable("PWLSIM_CACHE").empty()) return variable("PWLSIM_CACHE");
  if (!variable("XDG_CACHE_HOME").empty()) return variable("XDG_CACHE_HOME") / "pwlsim";
  if (!variable("HOME").empty()) return variable("HOME") / ".cache" / "pwlsim";
  return fs::temp_directory_path() / ("pwlsim-cache-" + std::to_string(getuid()));
}

FileLock::FileLock(const fs::path& path) : descriptor_(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) throw InputError(path.string() + ": " + std::strerror(errno));
  while (flock(descriptor_, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    const std::string reason = std::strerror(errno);
    close(descriptor_);
    throw InputError(path.string() + ": cannot be locked: " + reason);
  }
}

FileLock::~FileLock() { close(descriptor_); }

CacheEntry::CacheEntry(const fs::path& cache, const std::string& key, std::string product)
    : final_(cache / key), partial_(cache / (key + ".partial")), product_(std::move(product)) {
  if (complete()) return;
  try {
    fs::create_directories(cache);
    lock_.emplace(cache / (key + ".lock"));
    if (complete()) return;    // made while this waited
    fs::remove_all(final_);    // damaged
    fs::remove_all(partial_);  // what a killed process left
    fs::create_directory(partial_);
  } catch (const fs::filesystem_error& error) {
    throw InputError(error.path1().string() + ": " + error.code().message() + "; the cache " + cache.string() +
                     " cannot be used, PWLSIM_CACHE names another");
  }
}

CacheEntry::~CacheEntry() {
  if (!lock_) return;
  std::error_code ignored;
  fs::remove_all(partial_, ignored);
}

bool CacheEntry::complete() const {
  std::error_code not_there;
  return fs::exists(final_ / product_, not_there);
}

void CacheEntry::commit() {
  std::error_code error;
  fs::rename(partial_, final_, error);
  if (error) throw InputError(final_.string() + ": cannot be made: " + error.message());
}

}  // namespace pwlsim
