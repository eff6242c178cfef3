// SPDX-License-Identifier: Apache-2.0
#include "sim/lockstep/recording.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "sim/base/error.h"
#include "sim/base/random.h"
#include "tests/rooms.h"
#include "tests/scratch_folder.h"

namespace pwlsim::tests {
namespace {

template <class T>
std::string bytes_of(const std::vector<T>& numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T)};
}

/// The bytes of each element of `size` bytes reversed.
std::string swapped(std::string bytes, std::size_t size) {
  for (std::size_t at = 0; at < bytes.size(); at += size) {
    std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                 bytes.begin() + static_cast<std::ptrdiff_t>(at + size));
  }
  return bytes;
}

constexpr std::string_view kMagic = "\x93NUMPY";

std::string dictionary(const std::string& descr, const std::string& shape, const std::string& fortran = "False") {
  return "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
}

/// A file as numpy.save writes it: the header padded with spaces to a multiple of 64 bytes, a newline at its end.
std::string npy_of_header(std::string header, std::string_view data, int version = 1) {
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  while ((8 + length_bytes + header.size() + 1) % 64 != 0) header += ' ';
  header += '\n';
  std::string file(kMagic);
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
  std::vector<double> read(const std::string& name, std::string_view content, const std::string& column = "") const {
    return read_recording(folder_.write(name, content), column);
  }

  /// The message of read_recording() about a file, which must be one line that begins with the file's path.
  std::string complaint(const std::string& name, std::string_view content, const std::string& column = "") const {
    return complaint_about(folder_.write(name, content), column);
  }

  static std::string complaint_about(const std::string& path, const std::string& column = "") {
    try {
      read_recording(path, column);
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

/// Expects that a complaint contains these words.
#define EXPECT_SAYS(complaint, words) EXPECT_NE((complaint).find(words), std::string::npos) << (complaint)

// Every type gives back its exact values, extremes and subnormals included, in either byte order and each spelling.
TEST_F(Recording, EachTypeIsReadExactly) {
  const auto check = [&](const std::string& kind, const auto& numbers, const Numbers& expected) {
    const std::size_t size = sizeof numbers[0];
    const std::string shape = "(" + std::to_string(numbers.size()) + ",)";
    const std::string bytes = bytes_of(numbers);
    for (const char* order : {"<", "=", "|", ""}) {
      EXPECT_EQ(read("a.npy", npy(order + kind, shape, bytes)), expected) << order << kind;
    }
    EXPECT_EQ(read("a.npy", npy(">" + kind, shape, swapped(bytes, size))), expected) << ">" << kind;
  };
  const std::vector<float> f4 = {0.1F, -0.0F, std::numeric_limits<float>::max(), 1e-45F};
  check("f4", f4, Numbers(f4.begin(), f4.end()));
  EXPECT_TRUE(std::signbit(read("f4.npy", npy("<f4", "(4,)", bytes_of(f4)))[1]));
  const std::vector<double> f8 = {0.1, -1.0 / 3, std::numeric_limits<double>::max(), 5e-324};
  check("f8", f8, f8);
  check("d", f8, f8);
  const std::vector<std::uint16_t> f2 = {0x3c00, 0xc000, 0x7bff, 0x0001, 0x83ff, 0x8000, 0x3555};
  check("f2", f2, {1, -2, 65504, 0x1p-24, -0x3ffp-24, 0, 0x555p-12});
  check("i1", std::vector<std::int8_t>{-128, -1, 0, 127}, {-128, -1, 0, 127});
  check("i2", std::vector<std::int16_t>{-32768, 258, 32767}, {-32768, 258, 32767});
  check("i4", std::vector<std::int32_t>{INT32_MIN, 16'909'060, INT32_MAX}, {-2147483648.0, 16909060, 2147483647});
  check("i8", std::vector<std::int64_t>{INT64_MIN, -3, 0x1020304050607}, {-0x1p63, -3, 0x1020304050607p0});
  check("u1", std::vector<std::uint8_t>{0, 128, 255}, {0, 128, 255});
  check("u2", std::vector<std::uint16_t>{0, 258, 65535}, {0, 258, 65535});
  check("u4", std::vector<std::uint32_t>{0, 16'909'060, UINT32_MAX}, {0, 16909060, 4294967295});
  check("u8", std::vector<std::uint64_t>{1, std::uint64_t{1} << 63}, {1, 0x1p63});
  check("b1", std::vector<std::uint8_t>{1, 0, 1}, {1, 0, 1});
  check("?", std::vector<std::uint8_t>{1, 0, 1}, {1, 0, 1});
}

// The same array gives the same numbers, whichever order the file keeps it in.
TEST_F(Recording, FortranOrderIsReadLikeC) {
  const auto fortran = [&](const char* shape, const Numbers& in_file) {
    return read("f.npy", npy_of_header(dictionary("<f8", shape, "True"), bytes_of(in_file)));
  };
  for (const char* shape : {"(4,)", "(4, 1)", "(1, 4)", "(1, 1, 4, 1)"}) {
    EXPECT_EQ(fortran(shape, {1, 2, 3, 4}), (Numbers{1, 2, 3, 4})) << shape;
  }
  EXPECT_EQ(fortran("()", {7}), Numbers{7});
  EXPECT_EQ(fortran("(1, 1)", {7}), Numbers{7});
  EXPECT_EQ(fortran("(2, 3)", {1, 4, 2, 5, 3, 6}), (Numbers{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(fortran("(2, 1, 3)", {1, 4, 2, 5, 3, 6}), (Numbers{1, 2, 3, 4, 5, 6}));
  Numbers in_c, in_file;
  for (int i = 0; i < 24; ++i) in_c.push_back(i);  // element (a, b, c) of (2, 3, 4) is 12 a + 4 b + c
  for (int c = 0; c < 4; ++c) {
    for (int b = 0; b < 3; ++b) {
      for (int a = 0; a < 2; ++a) in_file.push_back(12 * a + 4 * b + c);
    }
  }
  EXPECT_EQ(fortran("(2, 3, 4)", in_file), in_c);
}

// Headers as written by NumPy of Python 2, by other libraries and by hand.
TEST_F(Recording, HeadersOfOtherWriters) {
  const std::string data = bytes_of<std::int16_t>({7, -7});
  for (const char* header : {
           "{'shape': (2,), 'fortran_order': False, 'descr': '<i2'}",
           "{\"descr\": \"<i2\", \"fortran_order\": False, \"shape\": (2,), }",
           "{'descr': '<i2', 'fortran_order': False, 'shape': (2L,), }",
           "{'descr': '<i2', 'fortran_order': False, 'shape': (2L, 1L)}",
           "{'descr':'<i2','fortran_order':False,'shape':(2,)}",
           "{'descr':'<i2','fortran_order':False,'shape':(2)}",
           "  { 'descr' : '<i2' , 'fortran_order' : False , 'shape' : ( 2 , ) , }  ",
           "{u'descr': u'<i2', u'fortran_order': False, u'shape': (2,)}",
           "{'descr': 'int16', 'fortran_order': False, 'shape': [2]}",
           "{'comment': 'a, b: {c}', 'descr': '<i2', 'fortran_order': False, 'shape': (2,)}",
           "{'fortran_order': True,\n 'descr': '<i2',\n 'shape': (2,)}",
       }) {
    EXPECT_EQ(read("h.npy", npy_of_header(header, data)), (Numbers{7, -7})) << header;
    // Padding is not required.
    std::string bare = std::string(kMagic) + std::string("\x01\0", 2) + static_cast<char>(std::string(header).size()) +
                       '\0' + header + data;
    EXPECT_EQ(read("h.npy", bare), (Numbers{7, -7})) << header;
  }
}

TEST_F(Recording, IsKnownByItsFirstBytes) {
  const std::string array = npy("<f4", "(1,)", bytes_of<float>({1.5F}));
  for (const char* name : {"a.npy", "a.NPY", "a.txt", "a", "npy"}) {
    EXPECT_EQ(read(name, array), Numbers{1.5}) << name;
    EXPECT_EQ(read(name, "1.5\n"), Numbers{1.5}) << name;
  }
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
  EXPECT_THROW(read_recording("/proc/self/mem"), MachineError);  // opens, but its first byte does not exist
}

TEST_F(Recording, NothingInIt) {
  EXPECT_SAYS(complaint("empty.txt", ""), "holds no value");
  EXPECT_SAYS(complaint("comment.txt", "# nothing\n\n"), "holds no value");
  EXPECT_SAYS(complaint("header.txt", "x\n"), "holds no value below its header 'x'");
  EXPECT_SAYS(complaint("empty.npy", ""), "holds no value");
  EXPECT_SAYS(complaint("zero.npy", npy("<f4", "(0,)", "")), "holds no value");
  EXPECT_SAYS(complaint("zero.npy", npy("<f4", "(3, 0, 2)", "")), "holds no value");
}

TEST_F(Recording, ForeignContentUnderTheNameOfNpy) {
  EXPECT_SAYS(complaint("a.npz", "PK\x03\x04 and more"), "is a zip archive, as .npz");
  EXPECT_SAYS(complaint("a.npy.gz", "\x1f\x8b\x08"), "is compressed (gzip)");
  EXPECT_SAYS(complaint("a.npy", "\x1f\x8b\x08"), "is compressed (gzip)");
  EXPECT_SAYS(complaint("a.pkl", "\x80\x04\x95"), "is a Python pickle");
  EXPECT_SAYS(complaint("a.h5", "\x89HDF\r\n"), "is an HDF5 file");
  EXPECT_SAYS(complaint("new.npy", npy("<f4", "()", "1234", 4)), "version 4");
  EXPECT_SAYS(complaint("old.npy", npy("<f4", "()", "1234", 0)), "version 0");
}

// A file truncated at any byte is never read as something else.
TEST_F(Recording, TruncatedAnywhere) {
  for (const int version : {1, 2, 3}) {
    const std::string whole = npy("<f4", "(2, 3)", bytes_of<float>({1, 2, 3, 4, 5, 6}), version);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::string message = complaint("cut.npy", whole.substr(0, size));
      if (size == 0) {
        EXPECT_SAYS(message, "holds no value");
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

TEST_F(Recording, OtherTypesAreNamed) {
  const std::pair<const char*, const char*> types[] = {{"<c8", "complex numbers"},
                                                       {">c16", "complex numbers"},
                                                       {"|O", "Python objects"},
                                                       {"|S4", "text"},
                                                       {"<U12", "text"},
                                                       {"<M8[ns]", "dates or times"},
                                                       {"|V2", "raw bytes, as of bfloat16"},
                                                       {"<f16", "long doubles"},
                                                       {"<f12", "long doubles"},
                                                       {"", "numbers of a type that is not known"},
                                                       {"<f3", "numbers of a type that is not known"},
                                                       {"<i16", "numbers of a type that is not known"}};
  for (const auto& [type, what] : types) {
    const std::string message = complaint("type.npy", npy(type, "(1,)", std::string(16, '\0')));
    EXPECT_SAYS(message, std::string("holds ") + what);
    EXPECT_SAYS(message, std::string("(type ") + type + ");");
  }
  const std::string records = "{'descr': [('a', '<f4'), ('b', '<f4')], 'fortran_order': False, 'shape': (1,), }";
  EXPECT_SAYS(complaint("records.npy", npy_of_header(records, "12345678")), "holds records");
}

// Counts of elements and bytes that overflow must not look small.
TEST_F(Recording, AbsurdShapes) {
  for (const char* shape : {"(4294967296, 4294967296)", "(18446744073709551616,)", "(-1,)", "(3.5,)", "(x,)", "(2 3)",
                            "2", "(9223372036854775808, 2, 3)"}) {
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
  EXPECT_SAYS(complaint("h.npy", npy_of_header("{descr: '<f4', }", "1234")), "a key without quotes: descr");
  EXPECT_SAYS(complaint("h.npy", npy_of_header(dictionary("<f4", "(1,)", "Maybe"), "1234")), "neither True nor False");
  EXPECT_SAYS(complaint("h.npy", npy_of_header("", "1234")), "no 'descr'");
}

// A header may have any content. The message stays on one line and has no control characters.
TEST_F(Recording, ControlCharactersOfAHeaderAreNotRepeated) {
  EXPECT_SAYS(complaint("esc.npy", npy("<f4\n\x1b[2J", "(1,)", "1234")), "<f4??[2J");
  EXPECT_SAYS(complaint("esc.npy", npy(">f4\n", "(1,)", "1234")), "(type >f4?)");
  EXPECT_SAYS(complaint("esc.npy", npy("<f4", "(1\n\n,x)", "1234")), "(1??,x)");
}

TEST_F(Recording, NumbersThatAreNotFinite) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  EXPECT_SAYS(complaint("nan.npy", npy("<f4", "(3,)", bytes_of<float>({1, 2, nan}))), "value 2 is not a finite");
  EXPECT_SAYS(complaint("inf.npy", npy("<f8", "(2, 2)", bytes_of<double>({1, -inf, 2, inf}))),
              "value 1 is not a finite number (-infinity); of 4 values 2 are not");
  for (const char* word : {"nan", "NaN", "inf", "-inf", "+Infinity", "1e999", "-1e400"}) {
    EXPECT_SAYS(complaint("a.txt", "1\n\n# x\n" + std::string(word) + "\n2\n"),
                "line 4: '" + std::string(word) + "' is not a finite number");
  }
}

TEST_F(Recording, GarbageLines) {
  for (const char* line :
       {"abc", "--1", "+-1", "++1", "-+1", "+", "-", "0x10", "1e", "1_000", "'1'", "1 2", "1,5", "1;2", "1\t2"}) {
    EXPECT_SAYS(complaint("a.txt", "0.5\r\n0.25\r\n" + std::string(line) + "\r\n"), "line 3: '");
    EXPECT_SAYS(complaint("a.txt", "0.5\r\n0.25\r\n" + std::string(line) + "\r\n"), "' is not a finite number");
  }
  for (const char* line : {"--1", "+-1", "+", "0x10", "1e", "1_000", "'1'", "nan", "-inf"}) {
    EXPECT_SAYS(complaint("a.txt", std::string(line) + "\n1\n"), "line 1: '" + std::string(line) + "' is not");
  }
  EXPECT_SAYS(complaint("a.txt", std::string("1\n\0\n", 4)), "line 2: '?' is not a finite number, and there are zero");
  EXPECT_SAYS(complaint("a.txt", "1\n\x1b[2J"), "line 2: '?[2J' is not");
  EXPECT_LT(complaint("a.txt", std::string(100'000, 'x')).size(), 200U);  // an excerpt, not the file
}

TEST_F(Recording, TextAsOtherProgramsWriteIt) {
  const Numbers expected = {1.5, -2};
  for (const char* text : {"1.5\n-2\n", "1.5\r\n-2\r\n", "1.5\r-2\r", "1.5\r-2",
                           "\xef\xbb\xbf"
                           "1.5\n-2\n",
                           "\xef\xbb\xbf# c\r\n1.5\r\n-2", "x\n1.5\n-2\n", "\"gelu in\"\n1.5\n-2\n",
                           "gelu input\n\n1.5\n-2\n", "\xef\xbb\xbfx\r\n\r\n1.5\r\n-2\r\n", "\"1.5\"\n\"-2\"\n",
                           "1.5,\n-2,\n", "1.5;\n-2;\n", "  1.5\t\n\t-2  \n", "1.5e0 # one\n-2E0#two\n"}) {
    EXPECT_EQ(read("a.csv", text), expected) << text;
  }
  for (const std::string_view text : {std::string_view("\xff\xfe"
                                                       "1\0\n\0",
                                                       6),
                                      std::string_view("\xfe\xff\0"
                                                       "1",
                                                       4)}) {
    EXPECT_SAYS(complaint("a.txt", text), "is text in UTF-16");
  }
}

TEST_F(Recording, ColumnsOfATable) {
  const Numbers expected = {0.5, 0.25};
  for (const std::string separator : {",", ";", "\t", ", ", " ; "}) {
    const auto line = [&](const char* a, const char* b, const char* c) {
      return a + separator + b + separator + c + "\n";
    };
    const std::string named =
        line("layer", "x", "\"y\"") + line("conv1", "0.5", "7") + "\n" + line("conv2", "0.25", "8");
    EXPECT_EQ(read("a.csv", named, "x"), expected) << named;
    EXPECT_EQ(read("a.csv", named, "2"), expected) << named;
    EXPECT_EQ(read("a.csv", named, "y"), (Numbers{7, 8})) << named;
    EXPECT_SAYS(complaint("a.csv", named, "z"), "line 1: there is no column 'z'; the columns are layer, x, y");
    EXPECT_SAYS(complaint("a.csv", named, "4"), "numbered from 1 to 3");
    EXPECT_SAYS(complaint("a.csv", named, "0"), "no column '0'");
    EXPECT_SAYS(complaint("a.csv", named), "line 1: has 3 columns (layer, x, y); choose one with --column");
    EXPECT_SAYS(complaint("a.csv", named, "layer"), "line 2: 'conv1' is not a finite number");
    // The first line is a row if it has no names.
    EXPECT_EQ(read("a.csv", line("conv1", "0.5", "7") + line("conv2", "0.25", "8"), "2"), expected);
  }
  EXPECT_EQ(read("a.txt", "# numpy.savetxt\n1.0e+00 5.0e-01\n2.0e+00 2.5e-01\n", "2"), expected);
  EXPECT_EQ(read("a.txt", "  1   0.5\n 10  0.25\n", "2"), expected);
  // A cell that equals the column's number does not make its line a header.
  EXPECT_EQ(read("a.csv", "2,0.5\n3,0.25\n", "2"), expected);
  EXPECT_EQ(read("a.csv", "0.5, 1\n0.25, 2\n", "1"), expected);
  // An index without a name, and columns whose names are numbers.
  EXPECT_EQ(read("a.csv", ",0\n0,0.5\n1,0.25\n", "0"), expected);
  EXPECT_EQ(read("a.csv", ",0\n0,0.5\n1,0.25\n", "2"), expected);
  EXPECT_EQ(read("a.csv", ",x\n0,0.5\n1,0.25\n", "x"), expected);
  EXPECT_EQ(read("a.csv", "\"a,b\",\"c;d\"\n1,0.5\n2,0.25\n", "c;d"), expected);
  EXPECT_SAYS(complaint("a.csv", "x,x\n1,2\n", "x"), "several columns 'x'");
  EXPECT_SAYS(complaint("a.csv", "x,y\n1,2\n3\n", "x"), "line 3: has 1 columns, line 1 has 2");
  EXPECT_SAYS(complaint("a.csv", "x,y,z\n1,2,3\n4,,6\n", "y"), "line 3: '' is not a finite number");
  EXPECT_SAYS(complaint("a.npy", npy("<f4", "(1,)", "1234"), "x"), "has no columns to choose");
}

// An endless device is read up to the limit only.
TEST_F(Recording, EndlessInputIsRefused) {
  EXPECT_SAYS(complaint_about("/dev/zero"), "has more than the 268435456 bytes");
}

// A pipe is read once, and all callers get its content.
TEST_F(Recording, APipeIsReadOnce) {
  const std::string path = (folder_.path() / "pipe").string();
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + "\n";  // more than a pipe holds
  std::thread writer([&] { std::ofstream(path) << text; });
  Recordings recordings;
  const Recordings::Numbers numbers = recordings.of(path);
  writer.join();
  ASSERT_EQ(numbers->size(), 50'000U);
  EXPECT_EQ(numbers->back(), 49'999);
  EXPECT_EQ(recordings.of(path), numbers);
}

// Any damaged file gives finite numbers or InputError, without a crash or another exception.
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
      // Half of the changes hit the header's first 100 bytes, which have a meaning.
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
  EXPECT_GT(read, 500);  // both cases occurred
  EXPECT_GT(refused, 2000);
}

}  // namespace
}  // namespace pwlsim::tests
