// Streams with a segment of records are frozen: told_records.txt is what every machine writes, and what the reference
// decoder (tests/format/told_records_test.py) reads.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "base/hexadecimal.h"
#include "content/kind.h"
#include "content/records_parameters.h"
#include "llmzip/kernel.h"
#include "support/catalogue.h"

namespace llmzip::testing {
namespace {

TEST(ToldRecords, AreCodedAsFrozenOnEveryKernel) {
  Bytes table;
  for (unsigned i = 0; i < 360; ++i) {
    table.push_back(static_cast<std::uint8_t>(64 + i % 13 * 5 + i / 13 % 3 + i * i % 7 / 5));
  }
  const Bytes records = RecordsParameters{.stride = 13, .step = 3, .phase = 2}.Serialised();
  const std::vector<SegmentView> segments = {{static_cast<std::uint8_t>(Kind::kText), 50, {}},
                                             {static_cast<std::uint8_t>(Kind::kRecords), 250, records},
                                             {static_cast<std::uint8_t>(Kind::kData), 60, {}}};
  std::ifstream file(LLMZIP_TEST_SOURCE_DIR "/format/told_records.txt");
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    std::string spec;
    unsigned lanes = 0;
    std::string coded;
    words >> spec >> lanes >> coded;
    const auto codec = CodecOf(spec, lanes);
    for (const Kernel kernel : AvailableKernels()) {
      Context context;
      context.kernel = kernel;
      const auto made = codec->CompressSegments(table, segments, context);
      ASSERT_TRUE(made.ok());
      EXPECT_EQ(ToHexadecimal(*made), coded) << line << " with " << KernelName(kernel);
      EXPECT_EQ(*codec->DecompressSegments(*made, table.size(), segments, context), table);
    }
    ++lines;
  }
  EXPECT_EQ(lines, 6U);
}

}  // namespace
}  // namespace llmzip::testing
