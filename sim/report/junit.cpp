// SPDX-License-Identifier: Apache-2.0
#include "sim/report/junit.h"

#include <fmt/format.h>
#include <algorithm>
#include <string_view>

#include "sim/base/file.h"

namespace pwlsim::report {
namespace {

/// Text for an attribute or an element. What XML cannot hold, control characters and bytes beyond ASCII whose encoding
/// nobody knows, becomes ?.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
        result += "&#10;";
        break;
      case '\t':
        result += "&#9;";
        break;
      default:
        result += c < ' ' || c > '~' ? '?' : c;
    }
  }
  return result;
}

}  // namespace

std::string junit_xml(const std::string& suite, const std::vector<CheckCase>& cases) {
  const auto failed = [](const CheckCase& c) { return !c.passed && !c.skipped; };
  const auto skipped = [](const CheckCase& c) { return c.skipped; };
  double seconds = 0;
  std::string body;
  for (const CheckCase& c : cases) {
    seconds += c.seconds;
    body += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"", escaped(c.group), escaped(c.name),
                        c.seconds);
    const std::string first_line = escaped(c.message.substr(0, c.message.find('\n')));
    if (c.skipped) {
      body += fmt::format("><skipped message=\"{}\"/></testcase>\n", first_line);
    } else if (!c.passed) {
      body += fmt::format("><failure message=\"{}\">{}</failure></testcase>\n", first_line, escaped(c.message));
    } else {
      body += "/>\n";
    }
  }
  const std::string counts = fmt::format("tests=\"{}\" failures=\"{}\" skipped=\"{}\" time=\"{:.3f}\"", cases.size(),
                                         std::count_if(cases.begin(), cases.end(), failed),
                                         std::count_if(cases.begin(), cases.end(), skipped), seconds);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {1}>\n  <testsuite name=\"{0}\" {1}>\n{2}"
      "  </testsuite>\n</testsuites>\n",
      escaped(suite), counts, body);
}

void write_junit(const std::string& file, const std::string& suite, const std::vector<CheckCase>& cases) {
  if (!file.empty()) write_file(file, junit_xml(suite, cases), "--junit");
}

}  // namespace pwlsim::report
