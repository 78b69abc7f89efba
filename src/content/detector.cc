#include "content/detector.h"

namespace llmzip {

std::vector<Segment> Detector::Detect(ByteView block) {
  if (block.empty()) return {};
  return {Segment{Kind::kData, 0, block.size(), false, {}}};
}

}  // namespace llmzip
