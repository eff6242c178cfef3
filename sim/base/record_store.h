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

/// What a store's file holds.
struct StoredRecords {
  std::string header;                ///< what the records are of
  std::vector<std::string> records;  ///< in the order in which they were added
  std::size_t damaged_lines = 0;     ///< that are not whole; what they said is lost
};

/// Reads the content of a store's file. Nothing for what does not begin with a whole line of a store.
std::optional<StoredRecords> parse_records(std::string_view content);

/// Results that are kept while more are being made, so that whoever is ended goes on: a text file with a line a record,
/// behind a header that says what they are of. Each line has a checksum, lines are only ever appended, and each is on
/// the disk before add() returns: a kill or a power cut costs at most the records that were being made. Safe to use
/// from several threads.
class RecordStore {
 public:
  enum class Access {
    kAlone,   ///< of one process at a time, which holds a lock as long as the store is open
    kShared,  ///< of all processes, each of which sees what was there when it opened it
  };

  /// How messages speak of it.
  struct Words {
    std::string file;     ///< "--state FILE"
    std::string foreign;  ///< "is not the state file of a sweep; name another or delete it", after the path
    std::string busy;     ///< "another sweep is writing it"
  };

  /// Opens the file; it begins with `header`, a line of text, when it is new. Alone, it is made at once; shared, by the
  /// first add(). Throws InputError for a file that is no store, is in use, or cannot be had; MachineError for a shared
  /// one that cannot be.
  RecordStore(std::string path, const std::string& header, Access access, Words words);
  ~RecordStore();
  RecordStore(const RecordStore&) = delete;
  RecordStore& operator=(const RecordStore&) = delete;

  /// What was in it when it was opened. Whoever opens it compares the header with his own.
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
