// Streams with a segment of records are frozen: told_records.txt is what every machine writes, and what the reference
// decoder (tests/format/told_records_test.py) reads.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "base/hexadecimal.h"
#include "content/kind.h"
#include "content/picture_parameters.h"
#include "content/records_parameters.h"
#include "content/sound_parameters.h"
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

// The rows of a picture and the frames of sound are records to a predictor that knows of records alone.
TEST(ToldRecords, SoArePicturesAndSound) {
  Bytes table;
  for (unsigned i = 0; i < 900; ++i) table.push_back(static_cast<std::uint8_t>(i % 13 * 5 + i * i % 7));
  const auto coded = [&](Kind kind, const Bytes& parameters) {
    const std::vector<SegmentView> segments = {{static_cast<std::uint8_t>(kind), table.size(), parameters}};
    return *CodecOf("cm", 2)->CompressSegments(table, segments, {});
  };
  const Bytes as_data = coded(Kind::kData, {});
  const Bytes picture =
      PictureParameters{.width = 4, .stride = 13, .phase = 2, .channels = 3, .row = 5, .blue_first = true}.Serialised();
  const Bytes rows = RecordsParameters{.stride = 13, .step = 3, .phase = 2, .width = 1}.Serialised();
  EXPECT_EQ(coded(Kind::kPicture, picture), coded(Kind::kRecords, rows));
  const Bytes fax = PictureParameters{.width = 104, .stride = 13, .bits = 1}.Serialised();
  const Bytes lines = RecordsParameters{.stride = 13, .step = 1, .width = 1}.Serialised();
  EXPECT_EQ(coded(Kind::kPicture, fax), coded(Kind::kRecords, lines));
  const Bytes sound = SoundParameters{.channels = 3, .rate = 8000, .phase = 4, .bytes = 2}.Serialised();
  const Bytes frames = RecordsParameters{.stride = 6, .step = 6, .phase = 4, .width = 2}.Serialised();
  EXPECT_EQ(coded(Kind::kSound, sound), coded(Kind::kRecords, frames));
  EXPECT_NE(coded(Kind::kPicture, picture), as_data);
  EXPECT_NE(coded(Kind::kSound, sound), as_data);
}

}  // namespace
}  // namespace llmzip::testing
