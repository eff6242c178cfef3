// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace pwlsim::report {

/// One thing that a check judged: a unit of a comparison, a proof, a budget, a chunk of a sweep.
struct CheckCase {
  std::string group, name;  ///< "compare.gelu", "int8_8"
  bool passed = true;
  std::string message;  ///< what is wrong; the first line stands for the rest
  double seconds = 0;
  bool skipped = false;  ///< not judged, for the reason in `message`
};

/// A report in the form that CI servers read (JUnit's XML): one suite of these cases. Any bytes in the texts are safe.
std::string junit_xml(const std::string& suite, const std::vector<CheckCase>& cases);

/// Writes it to the file of --junit; an empty name stands for none. Throws InputError as write_file() does.
void write_junit(const std::string& file, const std::string& suite, const std::vector<CheckCase>& cases);

}  // namespace pwlsim::report
