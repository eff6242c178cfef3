// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/recording.h"

#include <gtest/gtest.h>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "sim/pwl/error.h"
#include "sim/pwl/random.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

template <class T>
std::string bytes_of(const std::vector<T>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T)};
}

std::string dictionary(const std::string& descr, const std::string& shape, const std::string& fortran = "False") {
  return "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
}

/// A file as numpy.save writes it: the header padded with spaces to a multiple of 64 bytes, a newline at its end.
std::string npy_of_header(std::string header, std::string_view data, int version = 1) {
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  while ((8 + length_bytes + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::string file = "\x93NUMPY";
  file += static_cast<char>(version);
  file += '\0';
  for (std::size_t i = 0; i < length_bytes; ++i) file += static_cast<char>(header.size() >> (8 * i) & 0xff);
  return file + header + std::string(data);
}

std::string npy(const std::string& descr, const std::string& shape, std::string_view data, int version = 1) {
  return npy_of_header(dictionary(descr, shape), data, version);
}

class Recording : public ::testing::Test {
 protected:
  std::vector<double> read(const std::string& name, std::string_view content) const {
    return read_recording(folder_.write(name, content));
  }

  /// What read_recording says of a file; it has to be one line that begins with the file's path.
  std::string complaint(const std::string& name, std::string_view content) const {
    return complaint_about(folder_.write(name, content));
  }

  static std::string complaint_about(const std::string& path) {
    try {
      read_recording(path);
    } catch (const InputError& error) {
      const std::string message = error.what();
      EXPECT_EQ(message.rfind(path + ": ", 0), 0U) << message;
      EXPECT_EQ(message.find('\n'), std::string::npos) << message;
      return message.substr(std::min(message.size(), path.size() + 2));
    }
    ADD_FAILURE() << path << " was read";
    return "";
  }

  ScratchFolder folder_;
};

using Numbers = std::vector<double>;

/// EXPECT that a complaint holds these words.
#define EXPECT_SAYS(complaint, words) EXPECT_NE((complaint).find(words), std::string::npos) << (complaint)

// Every supported type gives back its exact values, extremes and subnormals included.
TEST_F(Recording, EachTypeIsReadExactly) {
  const std::vector<float> f4 = {0.1F, -0.0F, std::numeric_limits<float>::max(), 1e-45F};
  EXPECT_EQ(read("f4.npy", npy("<f4", "(4,)", bytes_of(f4))), Numbers(f4.begin(), f4.end()));
  EXPECT_TRUE(std::signbit(read("f4.npy", npy("<f4", "(4,)", bytes_of(f4)))[1]));
  const std::vector<double> f8 = {0.1, -1.0 / 3, std::numeric_limits<double>::max(), 5e-324};
  EXPECT_EQ(read("f8.npy", npy("<f8", "(4,)", bytes_of(f8))), f8);
  const std::vector<std::int8_t> i1 = {-128, -1, 0, 127};
  EXPECT_EQ(read("i1.npy", npy("|i1", "(4,)", bytes_of(i1))), (Numbers{-128, -1, 0, 127}));
  EXPECT_EQ(read("i1.npy", npy("<i1", "(4,)", bytes_of(i1))), (Numbers{-128, -1, 0, 127}));
  const std::vector<std::int16_t> i2 = {-32768, 258, 32767};
  EXPECT_EQ(read("i2.npy", npy("<i2", "(3,)", bytes_of(i2))), (Numbers{-32768, 258, 32767}));
  const std::vector<std::int32_t> i4 = {std::numeric_limits<std::int32_t>::min(), 16'909'060, 2'147'483'647};
  EXPECT_EQ(read("i4.npy", npy("<i4", "(3,)", bytes_of(i4))), (Numbers{-2147483648.0, 16909060, 2147483647}));
}

TEST_F(Recording, EachVersionAndShapeIsReadFlatInFileOrder) {
  Numbers expected;
  for (int i = 0; i < 24; ++i) expected.push_back(i / 8.0 - 1);
  for (int version = 1; version <= 3; ++version) {
    for (const char* shape : {"(24,)", "(4, 6)", "(2, 3, 4)", "(2,3,4)", "(1, 24, 1)"}) {
      EXPECT_EQ(read("a.npy", npy("<f8", shape, bytes_of(expected), version)), expected) << version << " " << shape;
    }
    EXPECT_EQ(read("scalar.npy", npy("<f8", "()", bytes_of<double>({2.5}), version)), Numbers{2.5});
  }
}

// Version 2 exists for headers beyond 64 KiB; its third and fourth length bytes count.
TEST_F(Recording, LongHeaderOfVersion2) {
  const std::string header = dictionary("<f4", "(1,)") + std::string(70'000, ' ');
  EXPECT_EQ(read("long.npy", npy_of_header(header, bytes_of<float>({1.5F}), 2)), Numbers{1.5});
}

TEST_F(Recording, KeysInAnyOrder) {
  const std::string header = "{'shape': (2,), 'fortran_order': False, 'descr': '<i2'}";
  EXPECT_EQ(read("order.npy", npy_of_header(header, bytes_of<std::int16_t>({7, -7}))), (Numbers{7, -7}));
}

TEST_F(Recording, Text) {
  const std::string text =
      "# activations of layer 3\r\n"
      "\r\n"
      "1\n"
      "  -2.25\t\n"
      "+1.5e-3 # with its sign\r\n"
      " \t \n"
      "#9\n"
      ".5\n"
      "1e2\n"
      "-0\n"
      "3";  // no newline at the end
  EXPECT_EQ(read("a.txt", text), (Numbers{1, -2.25, 0.0015, 0.5, 100, 0, 3}));
  EXPECT_EQ(read("no_ending", "0.1\n1e-310\n"), (Numbers{0.1, 1e-310}));
}

TEST_F(Recording, UnusualFileNames) {
  for (const char* name : {"a b", "a'b", "a\"b", "a;b", "$(touch x)", "a\tb", "a\nb", "\xff", "Aktivierung\xc3\xa4"}) {
    EXPECT_EQ(read(name, "1\n"), Numbers{1}) << name;
    EXPECT_EQ(read(std::string(name) + ".npy", npy("<f8", "()", bytes_of<double>({1}))), Numbers{1}) << name;
  }
}

TEST_F(Recording, WhatIsNotAFile) {
  EXPECT_SAYS(complaint_about((folder_.path() / "none.npy").string()), "No such file");
  EXPECT_SAYS(complaint_about((folder_.path() / "none.txt").string()), "No such file");
  EXPECT_SAYS(complaint_about(folder_.path().string()), "is a folder");
  EXPECT_SAYS(complaint_about(std::string(5000, 'a')), "too long");
  EXPECT_SAYS(complaint_about("/proc/self/mem"), "cannot be read");  // opens, but its first byte does not exist
}

TEST_F(Recording, NothingInIt) {
  EXPECT_SAYS(complaint("empty.txt", ""), "holds no value");
  EXPECT_SAYS(complaint("comment.txt", "# nothing\n\n"), "holds no value");
  EXPECT_SAYS(complaint("empty.npy", ""), "is not a .npy file");
  EXPECT_SAYS(complaint("zero.npy", npy("<f4", "(0,)", "")), "holds no value");
  EXPECT_SAYS(complaint("zero.npy", npy("<f4", "(3, 0, 2)", "")), "holds no value");
}

TEST_F(Recording, ForeignContentUnderTheNameOfNpy) {
  EXPECT_SAYS(complaint("text.npy", "1.5\n2.5\n3.5\n4.5\n"), "is not a .npy file");
  EXPECT_SAYS(complaint("new.npy", npy("<f4", "()", "1234", 4)), "version 4");
  EXPECT_SAYS(complaint("old.npy", npy("<f4", "()", "1234", 0)), "version 0");
}

// Cut after each of its bytes, a file is never read as something else.
TEST_F(Recording, TruncatedAnywhere) {
  for (const int version : {1, 2, 3}) {
    const std::string whole = npy("<f4", "(2, 3)", bytes_of<float>({1, 2, 3, 4, 5, 6}), version);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string message = complaint("cut.npy", whole.substr(0, size));
      if (size < 6) {
        EXPECT_SAYS(message, "is not a .npy file");
      } else if (size < whole.size() - 24) {
        EXPECT_SAYS(message, "is truncated within the .npy header");
      } else {
        EXPECT_SAYS(message, "needs 6 numbers, it holds " + std::to_string((size - (whole.size() - 24)) / 4));
      }
    }
  }
}

TEST_F(Recording, BytesAfterTheData) {
  EXPECT_SAYS(complaint("long.npy", npy("<f4", "(1,)", "12345")), "has 1 bytes after its data");
  EXPECT_SAYS(complaint("long.npy", npy("<f8", "()", bytes_of<double>({1, 2}))), "has 8 bytes after its data");
  EXPECT_SAYS(complaint("long.npy", npy("|i1", "(0,)", "1")), "has 1 bytes after its data");
}

TEST_F(Recording, BigEndian) {
  const std::string message = complaint("big.npy", npy(">f4", "(1,)", "1234"));
  EXPECT_SAYS(message, "is big endian (>f4)");
  EXPECT_SAYS(message, ".astype('<f4')");  // how to get on
}

TEST_F(Recording, FortranOrder) {
  const std::string header = dictionary("<f4", "(1, 1)", "True");
  EXPECT_SAYS(complaint("fortran.npy", npy_of_header(header, "1234")), "is in Fortran order");
}

TEST_F(Recording, OtherTypesAreNamed) {
  for (const char* type : {"<c8", "<c16", "|u1", "<u2", "<u4", "<i8", "<f2", "|O", "|b1", "|S4", "<M8[ns]", "", "f4"}) {
    EXPECT_SAYS(complaint("type.npy", npy(type, "(1,)", std::string(16, '\0'))),
                "holds numbers of type " + std::string(type) + ";");
  }
  const std::string records = "{'descr': [('a', '<f4'), ('b', '<f4')], 'fortran_order': False, 'shape': (1,), }";
  EXPECT_SAYS(complaint("records.npy", npy_of_header(records, "12345678")), "holds numbers of type");
}

// Element and byte counts that wrap around must not look small.
TEST_F(Recording, AbsurdShapes) {
  for (const char* shape : {"(4294967296, 4294967296)", "(18446744073709551616,)", "(-1,)", "(3.5,)", "(x,)", "(2L,)",
                            "(9223372036854775808, 2, 3)"}) {
    EXPECT_SAYS(complaint("shape.npy", npy("<f4", shape, "1234")), "cannot be read");
  }
  for (const char* shape : {"(18446744073709551615,)", "(4611686018427387905,)", "(1000000, 1000000)"}) {
    EXPECT_SAYS(complaint("shape.npy", npy("<f4", shape, "1234")), "is truncated: its shape needs");
  }
}

TEST_F(Recording, HeaderWithoutAKey) {
  EXPECT_SAYS(complaint("h.npy", npy_of_header("{'fortran_order': False, 'shape': (1,), }", "1234")), "no 'descr'");
  EXPECT_SAYS(complaint("h.npy", npy_of_header("{'descr': '<f4', 'shape': (1,), }", "1234")), "no 'fortran_order'");
  EXPECT_SAYS(complaint("h.npy", npy_of_header("{'descr': '<f4', 'fortran_order': False, }", "1234")), "no 'shape'");
  EXPECT_SAYS(complaint("h.npy", npy_of_header("{'fortran_order': False, 'shape': (1,), 'descr'", "1234")), "ends");
  EXPECT_SAYS(complaint("h.npy", npy_of_header("{'descr': '<f4', 'fortran_order': False, 'shape': (1", "1234")),
              "ends");
  EXPECT_SAYS(complaint("h.npy", npy_of_header("", "1234")), "no 'descr'");
}

// A header from elsewhere can hold anything; the message stays on one line and sends nothing to the terminal.
TEST_F(Recording, ControlCharactersOfAHeaderAreNotRepeated) {
  EXPECT_SAYS(complaint("esc.npy", npy("<f4\n\x1b[2J", "(1,)", "1234")), "<f4??[2J");
  EXPECT_SAYS(complaint("esc.npy", npy(">f4\n", "(1,)", "1234")), "(>f4?)");
  EXPECT_SAYS(complaint("esc.npy", npy("<f4", "(1\n\n,x)", "1234")), "(1??,x)");
}

TEST_F(Recording, NumbersThatAreNotFinite) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_SAYS(complaint("nan.npy", npy("<f4", "(3,)", bytes_of<float>({1, 2, nan}))), "value 2 is not a finite");
  EXPECT_SAYS(complaint("inf.npy", npy("<f8", "(2, 2)", bytes_of<double>({1, -inf, 2, inf}))),
              "value 1 is not a finite");
  for (const char* word : {"nan", "NaN", "inf", "-inf", "+Infinity", "1e999", "-1e400"}) {
    EXPECT_SAYS(complaint("a.txt", "1\n\n# x\n" + std::string(word) + "\n2\n"),
                "line 4: '" + std::string(word) + "' is not a finite number");
  }
}

TEST_F(Recording, GarbageLines) {
  for (const char* line :
       {"abc", "1,5", "1 2", "1;", "--1", "+-1", "++1", "-+1", "+", "-", "0x10", "1e", "1_000", "'1'"}) {
    EXPECT_SAYS(complaint("a.txt", "0.5\r\n" + std::string(line) + "\r\n"),
                "line 2: '" + std::string(line) + "' is not");
  }
  EXPECT_SAYS(complaint("a.txt", std::string("1\n\0\n", 4)), "line 2: '?' is not");
  EXPECT_SAYS(complaint("a.txt", "\x1b[2J"), "line 1: '?[2J' is not");
  EXPECT_LT(complaint("a.txt", std::string(100'000, 'x')).size(), 200U);  // an excerpt, not the file
}

// Whatever bits a damaged file holds: a result of finite numbers, or InputError; no crash and no other exception.
TEST_F(Recording, RandomlyCorruptedFilesAreReadOrRefused) {
  Random random(2024);
  const std::string files[] = {npy("<f4", "(2, 3)", bytes_of<float>({1, -2, 3, 4.5, 5, 1e-3F})),
                               npy("<i2", "(6,)", bytes_of<std::int16_t>({1, 2, 3, 4, 5, 6}), 2),
                               "1.5\n-2e-3 # c\n\n+4\n"};
  int read = 0;
  int refused = 0;
  for (int round = 0; round < 6000; ++round) {
    const std::size_t kind = static_cast<std::size_t>(round) % 3;
    std::string content = files[kind];
    for (std::uint32_t change = 0; change <= random.below(4); ++change) {
      const std::size_t size = content.size();
      if (size == 0) break;
      // Half of the changes hit what means something: the header's first 100 bytes.
      const std::size_t at =
          random.below(static_cast<std::uint32_t>(random.below(2) != 0 ? std::min<std::size_t>(size, 100) : size));
      switch (random.below(5)) {
        case 0:
          content[at] = static_cast<char>(random.bits());
          break;
        case 1:
          content[at] = static_cast<char>(content[at] ^ 1 << random.below(8));
          break;
        case 2:
          content.erase(at, 1 + random.below(4));
          break;
        case 3:
          content.insert(at, 1 + random.below(4), "(),'0123456789<>:{} \n"[random.below(21)]);
          break;
        default:
          content.resize(at);
          break;
      }
    }
    const std::string path = folder_.write(kind == 2 ? "a.txt" : "a.npy", content);
    try {
      const Numbers numbers = read_recording(path);
      ++read;
      EXPECT_FALSE(numbers.empty());
      EXPECT_LE(numbers.size(), content.size());
      for (const double number : numbers) EXPECT_TRUE(std::isfinite(number));
    } catch (const InputError& error) {
      ++refused;
      const std::string message = error.what();
      EXPECT_EQ(message.rfind(path + ": ", 0), 0U) << message;
      EXPECT_EQ(message.find('\n'), std::string::npos) << message;
    }
  }
  EXPECT_GT(read, 500);  // the loop saw both
  EXPECT_GT(refused, 2000);
}

}  // namespace
}  // namespace pwlsim::tests
