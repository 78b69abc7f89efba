// picture and picture:max over pictures of every form, cut anywhere: what is coded comes back with every kernel, the
// bytes are the frozen ones, and what it is told pays.
#include "predictors/picture/picture_predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/digest.h"
#include "codecs/arithmetic/arithmetic_codec.h"
#include "content/kind.h"
#include "content/picture_parameters.h"
#include "predictors/picture/jpeg_colours.h"
#include "predictors/picture/picture_forms.h"
#include "support/media_files.h"

namespace llmzip::testing {
namespace {

ArithmeticCodec CodecOf(picture::PictureStrength strength, unsigned lanes = 1) {
  return {[strength](unsigned of, std::uint64_t size, const Context& context) {
            return StatusOr<std::unique_ptr<Predictor>>(picture::MakePicturePredictor(strength, {of, size, context}));
          },
          lanes, ""};
}

ArithmeticCodec StandardCodec(unsigned lanes = 1) { return CodecOf(picture::PictureStrength::kStandard, lanes); }

class StrongPicture : public ::testing::TestWithParam<Form> {};

TEST_P(StrongPicture, ComesBackHoweverItIsCut) {
  const PictureParameters& layout = GetParam().layout;
  const Bytes rows = PixelsOf(layout, 8);
  const auto codec = StandardCodec();
  for (const std::size_t from : {std::size_t{0}, std::size_t{1}, std::size_t{layout.stride} - 1}) {
    for (const std::size_t cut : {std::size_t{0}, std::size_t{layout.stride} * 3 + 3}) {
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

TEST_P(StrongPicture, ComesBackInLanes) {
  const PictureParameters& layout = GetParam().layout;
  const Bytes rows = PixelsOf(layout, 8);
  Told told;
  told.Add(Kind::kData, 7, {});
  told.Add(Kind::kPicture, rows.size() - 7, layout.Advanced(7).Serialised());
  const auto codec = StandardCodec(5);
  const auto coded = codec.CompressSegments(rows, told.View(), {});
  ASSERT_TRUE(coded.ok());
  EXPECT_EQ(*codec.DecompressSegments(*coded, rows.size(), told.View(), {}), rows);
}

INSTANTIATE_TEST_SUITE_P(Forms, StrongPicture, ::testing::ValuesIn(Forms()),
                         [](const auto& info) { return info.param.name; });

// Pixels as a JPEG decoder makes them, of soft colours and sharp brightness; a few of them clipped.
Bytes JpegPixels(std::uint32_t width, std::uint32_t height) {
  Bytes pixels;
  std::uint32_t noise = 1;
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      noise = noise * 1664525 + 1013904223;
      const auto brightness = static_cast<std::int32_t>((x * 5 + y * 3 + (noise >> 28)) % 256);
      const picture::Rgb colour =
          picture::ToRgb({brightness, static_cast<std::int32_t>(90 + x / 2), static_cast<std::int32_t>(140 + y / 2)});
      for (const std::int32_t c : colour) pixels.push_back(static_cast<std::uint8_t>(c));
    }
  }
  return pixels;
}

// Rectangles of a few colours.
Bytes DrawnPixels(std::uint32_t width, std::uint32_t height) {
  constexpr std::uint8_t kColours[][3] = {{250, 250, 252}, {3, 200, 77}, {60, 80, 121}, {0, 1, 0}, {255, 0, 99}};
  Bytes pixels;
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      const std::uint8_t(&colour)[3] = kColours[(x / 7 * 3 + y / 5 * (x / 14)) % 5];
      pixels.insert(pixels.end(), colour, colour + 3);
    }
  }
  return pixels;
}

// All forms one after the other in one stream, coded by every kernel, decoded by the plainest.
TEST(StrongPictureStream, IsCodedAsFrozen) {
  Bytes all;
  Told told;
  for (const Form& form : Forms()) {
    const Bytes rows = PixelsOf(form.layout, 6);
    all.insert(all.end(), rows.begin(), rows.end());
    told.Add(Kind::kPicture, rows.size(), form.layout.Serialised());
  }
  const Bytes jpeg = JpegPixels(48, 16);
  all.insert(all.end(), jpeg.begin(), jpeg.end());
  told.Add(Kind::kPicture, jpeg.size(), Layout(48, 3, 8).Serialised());
  const Bytes drawn = DrawnPixels(48, 16);
  all.insert(all.end(), drawn.begin(), drawn.end());
  told.Add(Kind::kPicture, drawn.size(), Layout(48, 3, 8).Serialised());
  constexpr const char* kFrozen[] = {"2c26e9b929ae8197490509284697bf62", "a31a3ff9cbe49c66e19e4206cfcaa178"};
  for (const auto strength : {picture::PictureStrength::kStandard, picture::PictureStrength::kMaximum}) {
    for (const Kernel kernel : AvailableKernels()) {
      Context context;
      context.kernel = kernel;
      const auto coded = CodecOf(strength).CompressSegments(all, told.View(), context);
      ASSERT_TRUE(coded.ok());
      std::string digest;
      for (const std::uint8_t byte : Xxh3Digest128(*coded)) {
        digest += "0123456789abcdef"[byte >> 4];
        digest += "0123456789abcdef"[byte & 15];
      }
      EXPECT_EQ(digest, kFrozen[static_cast<std::size_t>(strength)])
          << KernelName(kernel) << ": a change of the format";
      if (kernel != Kernel::kScalar) continue;
      EXPECT_EQ(*CodecOf(strength).DecompressSegments(*coded, all.size(), told.View(), context), all);
    }
  }
}

std::size_t CodedSize(const Bytes& rows, const PictureParameters& layout) {
  Told told;
  told.Add(Kind::kPicture, rows.size(), layout.Serialised());
  return StandardCodec().CompressSegments(rows, told.View(), {})->size();
}

TEST(StrongPictureSizes, TheLayoutPays) {
  const PictureParameters layout = Layout(64, 3, 8);
  const Bytes rows = PixelsOf(layout, 32);
  EXPECT_LT(CodedSize(rows, layout) * 10, StandardCodec().Compress(rows, {})->size() * 9);
}

TEST(StrongPictureSizes, OpaqueAlphaAndFlatAreasCostNextToNothing) {
  PictureParameters layout = Layout(48, 4, 8);
  layout.alpha_last = true;
  EXPECT_LT(CodedSize(Bytes(std::size_t{4} * 48 * 32, 255), layout), 160U);
}

TEST(StrongPictureSizes, FewColoursAreIndices) {
  const Bytes drawn = DrawnPixels(64, 64);
  EXPECT_LT(CodedSize(drawn, Layout(64, 3, 8)), drawn.size() / 60);
}

TEST(StrongPictureSizes, JpegColoursCostLittleMoreThanTheirBrightness) {
  const Bytes pixels = JpegPixels(64, 40);
  Bytes brightness;
  for (std::size_t i = 0; i < pixels.size(); i += 3) {
    picture::Brightness found;
    ASSERT_TRUE(picture::FromRgb({pixels[i], pixels[i + 1], pixels[i + 2]}, 100, 150, &found));
    brightness.push_back(static_cast<std::uint8_t>(found[0]));
  }
  EXPECT_LT(CodedSize(pixels, Layout(64, 3, 8)) * 2, CodedSize(brightness, Layout(64, 1, 8)) * 3);
}

TEST(StrongPictureBounds, WidthsThatLieCostNoMemory) {
  PictureParameters layout;
  layout.width = PictureParameters::kMaxStride;
  layout.stride = PictureParameters::kMaxStride;
  const Bytes few(100, 7);
  EXPECT_LT(CodedSize(few, layout), few.size());
  const PredictorShape shape{1, few.size()};
  EXPECT_LT(picture::PicturePredictorMemory(picture::PictureStrength::kStandard, shape), std::uint64_t{512} << 20);
}

TEST(JpegColours, EveryBrightnessAndDifferenceIsFoundAgain) {
  for (std::int32_t y = 0; y < 256; y += 15) {
    for (std::int32_t cb = 0; cb < 256; cb += 17) {
      for (std::int32_t cr = 0; cr < 256; cr += 17) {
        const picture::Rgb colour = picture::ToRgb({y, cb, cr});
        picture::Brightness found;
        ASSERT_TRUE(picture::FromRgb(colour, cb, cr, &found));
        EXPECT_EQ(picture::ToRgb(found), colour);
      }
    }
  }
  picture::Brightness found;
  EXPECT_FALSE(picture::FromRgb({128, 128, 129}, 128, 128, &found));
}

}  // namespace
}  // namespace llmzip::testing
