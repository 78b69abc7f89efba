// picture:fast over pictures of every form, cut anywhere: what is coded comes back, the bytes are the frozen ones, and
// what it is told pays.
#include "predictors/picture/fast_predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/hexadecimal.h"
#include "codecs/arithmetic/arithmetic_codec.h"
#include "content/kind.h"
#include "content/picture_parameters.h"
#include "predictors/picture/picture_forms.h"
#include "support/media_files.h"

namespace llmzip::testing {
namespace {

ArithmeticCodec FastCodec(unsigned lanes = 1) {
  return {[](unsigned of, std::uint64_t size, const Context& context) {
            return StatusOr<std::unique_ptr<Predictor>>(picture::MakeFastPicturePredictor({of, size, context}));
          },
          lanes, ""};
}

class FastPicture : public ::testing::TestWithParam<Form> {};

TEST_P(FastPicture, ComesBackHoweverItIsCut) {
  const PictureParameters& layout = GetParam().layout;
  const Bytes rows = PixelsOf(layout, 24);
  const auto codec = FastCodec();
  for (const std::size_t from : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{layout.stride} - 1}) {
    for (const std::size_t cut : {std::size_t{0}, std::size_t{2}, std::size_t{layout.stride} * 7 + 3}) {
      const Bytes pixels(rows.begin() + static_cast<std::ptrdiff_t>(from), rows.end() - 1);
      Told told;
      if (cut != 0) told.Add(Kind::kPicture, cut, layout.Advanced(from).Serialised());
      told.Add(Kind::kPicture, pixels.size() - cut - 9, layout.Advanced(from + cut).Serialised());
      told.Add(Kind::kData, 9, {});
      const auto coded = codec.CompressSegments(pixels, told.View(), {});
      ASSERT_TRUE(coded.ok());
      const auto decoded = codec.DecompressSegments(*coded, pixels.size(), told.View(), {});
      ASSERT_TRUE(decoded.ok());
      EXPECT_EQ(*decoded, pixels) << from << " " << cut;
    }
  }
}

TEST_P(FastPicture, ComesBackInLanes) {
  const PictureParameters& layout = GetParam().layout;
  const Bytes rows = PixelsOf(layout, 24);
  for (const unsigned lanes : {2U, 5U, 300U}) {
    Told told;
    told.Add(Kind::kData, 7, {});
    told.Add(Kind::kPicture, rows.size() - 7, layout.Advanced(7).Serialised());
    const auto codec = FastCodec(lanes);
    const auto coded = codec.CompressSegments(rows, told.View(), {});
    ASSERT_TRUE(coded.ok());
    EXPECT_EQ(*codec.DecompressSegments(*coded, rows.size(), told.View(), {}), rows);
  }
}

INSTANTIATE_TEST_SUITE_P(Forms, FastPicture, ::testing::ValuesIn(Forms()),
                         [](const auto& info) { return info.param.name; });

// The bytes of tests/format/told_pictures_test.py, whose second decoder reads the same streams.
Bytes FormulaBytes(std::size_t size, std::size_t stride) {
  Bytes bytes;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t row = i / stride;
    const std::size_t column = i % stride;
    bytes.push_back(static_cast<std::uint8_t>(row < 6 ? row / 2 * 85 : row * 5 + column * 3 + (i * i >> 5) % 4));
  }
  return bytes;
}

constexpr char kTold[] = LLMZIP_TEST_SOURCE_DIR "/format/told_pictures.txt";

// What every machine writes: told_pictures.txt has lanes, the size, the coded bytes, then for each segment its kind,
// size and parameters. All forms follow each other in one stream: tables, rows, and what is forgotten between pictures.
TEST(FastPictureStream, IsCodedAsFrozen) {
  std::ostringstream lines;
  for (const unsigned lanes : {1U, 2U}) {
    Bytes all;
    Told told;
    for (const Form& form : Forms()) {
      const std::size_t size = std::size_t{form.layout.stride} * 9 + 3;
      const Bytes rows = FormulaBytes(size, form.layout.stride);
      all.insert(all.end(), rows.begin(), rows.end());
      told.Add(Kind::kPicture, size - 2, form.layout.Serialised());
      told.Add(Kind::kData, 2, {});
    }
    const auto coded = FastCodec(lanes).CompressSegments(all, told.View(), {});
    ASSERT_TRUE(coded.ok());
    EXPECT_EQ(*FastCodec(lanes).DecompressSegments(*coded, all.size(), told.View(), {}), all);
    lines << lanes << " " << all.size() << " " << ToHexadecimal(*coded);
    for (std::size_t i = 0; i < told.segments.size(); ++i) {
      lines << " " << unsigned{told.segments[i].kind} << ":" << told.segments[i].size << ":"
            << ToHexadecimal(told.parameters[i]);
    }
    lines << "\n";
  }
  if (std::getenv("LLMZIP_WRITE_TOLD_PICTURES") != nullptr) std::ofstream(kTold) << lines.str();
  std::ostringstream frozen;
  frozen << std::ifstream(kTold).rdbuf();
  EXPECT_EQ(lines.str(), frozen.str()) << "a change of the format";
}

std::size_t CodedSize(const Bytes& rows, const PictureParameters& layout) {
  Told told;
  told.Add(Kind::kPicture, rows.size(), layout.Serialised());
  return FastCodec().CompressSegments(rows, told.View(), {})->size();
}

TEST(FastPictureSizes, TheLayoutPays) {
  const PictureParameters layout = Layout(64, 3, 8);
  const Bytes rows = PixelsOf(layout, 64);
  EXPECT_LT(CodedSize(rows, layout) * 10, FastCodec().Compress(rows, {})->size() * 9);
}

TEST(FastPictureSizes, OpaqueAlphaAndFlatAreasCostNextToNothing) {
  PictureParameters layout = Layout(64, 4, 8);
  layout.alpha_last = true;
  EXPECT_LT(CodedSize(Bytes(std::size_t{4} * 64 * 64, 255), layout), 60U);
  Bytes opaque;
  const PictureParameters without = Layout(64, 3, 8);
  const Bytes colours = PixelsOf(without, 64);
  for (std::size_t i = 0; i < colours.size(); i += 3) {
    opaque.insert(opaque.end(), {colours[i], colours[i + 1], colours[i + 2], 255});
  }
  EXPECT_LT(CodedSize(opaque, layout), CodedSize(colours, without) + 100);
}

TEST(FastPictureSizes, FewValuesOfManyAreRanks) {
  const PictureParameters layout = Layout(64, 1, 16);
  const Bytes narrow = PixelsOf(Layout(64, 1, 8), 64);
  Bytes sparse;
  for (const std::uint8_t byte : narrow) sparse.insert(sparse.end(), {byte, byte});
  // Not twice what eight bits cost, though the values lie 257 apart.
  EXPECT_LT(CodedSize(sparse, layout) * 4, CodedSize(narrow, Layout(64, 1, 8)) * 7);
}

TEST(FastPictureBounds, WidthsThatLieCostNoMemory) {
  PictureParameters layout;
  layout.width = PictureParameters::kMaxStride;
  layout.stride = PictureParameters::kMaxStride;
  const Bytes few(100, 7);
  EXPECT_LT(CodedSize(few, layout), few.size());
  const PredictorShape shape{1, few.size()};
  EXPECT_LT(picture::FastPicturePredictorMemory(shape), std::uint64_t{64} << 20);
}

}  // namespace
}  // namespace llmzip::testing
