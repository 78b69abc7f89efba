// What the tests of all strengths of `picture` share: the forms that pictures have, and segments that tell of them.
#ifndef LLMZIP_TESTS_PREDICTORS_PICTURE_PICTURE_FORMS_H_
#define LLMZIP_TESTS_PREDICTORS_PICTURE_PICTURE_FORMS_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "content/kind.h"
#include "content/picture_parameters.h"
#include "llmzip/segment.h"

namespace llmzip::testing {

struct Form {
  std::string name;
  PictureParameters layout;
};

inline PictureParameters Layout(std::uint32_t width, std::uint8_t channels, std::uint8_t bits,
                                std::uint32_t padding = 0) {
  PictureParameters layout;
  layout.width = width;
  layout.channels = channels;
  layout.bits = bits;
  layout.stride = static_cast<std::uint32_t>(layout.RowBytes()) + padding;
  return layout;
}

/// Pictures of all depths and channels, with padding and flags.
inline std::vector<Form> Forms() {
  std::vector<Form> forms;
  for (const std::uint8_t bits : {1, 2, 4, 8, 16})
    forms.push_back({"grey" + std::to_string(bits), Layout(61, 1, bits)});
  for (const std::uint8_t bits : {8, 16}) {
    for (const std::uint8_t channels : {2, 3, 4}) {
      forms.push_back(
          {std::to_string(channels) + "x" + std::to_string(bits), Layout(31, channels, bits, channels - 2U)});
      forms.push_back(forms.back());
      forms.back().name += "_other_way";
      forms.back().layout.blue_first = channels > 2;
      forms.back().layout.alpha_last = channels != 3;
      forms.back().layout.little_endian = bits == 16;
    }
  }
  forms.push_back({"palette", Layout(61, 1, 8, 3)});
  forms.back().layout.palette = true;
  return forms;
}

/// Segments and the parameters that they refer to.
struct Told {
  std::vector<Bytes> parameters;
  std::vector<SegmentView> segments;
  void Add(Kind kind, std::uint64_t size, const Bytes& of) {
    parameters.push_back(of);
    segments.push_back({static_cast<std::uint8_t>(kind), size, {}});
  }
  std::span<const SegmentView> View() {
    for (std::size_t i = 0; i < segments.size(); ++i) segments[i].parameters = parameters[i];
    return segments;
  }
};

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_PREDICTORS_PICTURE_PICTURE_FORMS_H_
