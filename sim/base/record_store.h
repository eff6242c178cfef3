// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/rooms.h"

namespace pwlsim::base {

/// Content of a store's file.
struct StoredRecords {
  std::string header;                ///< what the records are of
  std::vector<std::string> records;  ///< in the order in which they were added
  std::size_t damaged_lines = 0;     ///< incomplete or corrupt lines, whose records are lost
};

/// Reads the content of a store's file. Returns nothing for content that does not begin with a complete line of a
/// store.
std::optional<StoredRecords> parse_records(std::string_view content);

/// Results on disk that let an interrupted run continue: a text file with one record a line behind a header that says
/// what the records belong to. Each line has a checksum, lines are only appended, and each one is on the disk before
/// add() returns. A kill or a power cut therefore loses at most the records that were being made. Safe to use from
/// several threads.
class RecordStore {
 public:
  /// How many processes may have a store open at a time.
  enum class Access {
    kAlone,   ///< for one process at a time, which holds a lock as long as the store is open
    kShared,  ///< for several processes; each sees the records that were there when it opened the store
  };

  /// Words for messages about the store.
  struct Words {
    std::string file;     ///< "--state FILE"
    std::string foreign;  ///< "is not the state file of a sweep; name another or delete it", after the path
    std::string busy;     ///< "another sweep is writing it"
  };

  /// Opens the file, or makes it with `header`, one line of text, at its top. With kAlone it is made at once, with
  /// kShared by the first add(). Throws InputError for a file that is not a store, that is in use, or that cannot be
  /// opened; for a shared file that cannot be opened MachineError.
  RecordStore(std::string path, const std::string& header, Access access, Words words);
  ~RecordStore();
  RecordStore(const RecordStore&) = delete;
  RecordStore& operator=(const RecordStore&) = delete;

  /// What was in the file when it was opened. The caller has to compare its header with the one expected.
  const StoredRecords& found() const { return found_; }

  /// Appends a record, a line of text. Throws InputError or MachineError when it cannot be written.
  void add(std::string_view record);

 private:
  void open();
  void close();
  bool begin(std::string* content) const;
  void append(const std::string& line) const;
  [[noreturn]] void fail(const std::string& reason) const;
  [[noreturn]] void fail_to_write(int code) const;

  std::string path_, first_line_;
  Access access_;
  Words words_;
  int descriptor_ = -1;
  StoredRecords found_;
  std::mutex mutex_;
};

}  // namespace pwlsim::base
