// SPDX-License-Identifier: Apache-2.0
#include "sim/report/junit.h"

#include <gtest/gtest.h>
#include "tests/rooms.h"

namespace pwlsim::tests {
namespace {

TEST(Junit, SaysWhatPassedFailedAndWasSkipped) {
  const std::string xml =
      junit_xml("prove", {{"prove", "adder", true, "", 1.5, false},
                          {"prove", "multiplier", false, "differs at x = 3\nsecond line", 0.25, false},
                          {"prove", "wide", true, "takes too long", 0, true}});
  EXPECT_EQ(
      xml,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites tests=\"3\" failures=\"1\" skipped=\"1\" time=\"1.750\">\n"
      "  <testsuite name=\"prove\" tests=\"3\" failures=\"1\" skipped=\"1\" time=\"1.750\">\n"
      "    <testcase classname=\"prove\" name=\"adder\" time=\"1.500\"/>\n"
      "    <testcase classname=\"prove\" name=\"multiplier\" time=\"0.250\"><failure message=\"differs at x = 3\">"
      "differs at x = 3&#10;second line</failure></testcase>\n"
      "    <testcase classname=\"prove\" name=\"wide\" time=\"0.000\"><skipped message=\"takes too long\"/>"
      "</testcase>\n"
      "  </testsuite>\n</testsuites>\n");
}

TEST(Junit, TextsCannotLeaveTheirAttribute) {
  const std::string xml = junit_xml("a\"b", {{"<g>", "&\x01\xff", false, "]]></failure>", 0, false}});
  EXPECT_NE(xml.find("name=\"a&quot;b\""), std::string::npos);
  EXPECT_NE(xml.find("classname=\"&lt;g&gt;\" name=\"&amp;??\""), std::string::npos);
  EXPECT_NE(xml.find(">]]&gt;&lt;/failure&gt;</failure>"), std::string::npos);
}

}  // namespace
}  // namespace pwlsim::tests
