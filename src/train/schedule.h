// schedule.h: the learning rate over a run: a short warm-up, a plateau, then linear decay to zero.
#ifndef LLMZIP_TRAIN_SCHEDULE_H_
#define LLMZIP_TRAIN_SCHEDULE_H_

#include <algorithm>

namespace llmzip::train {

inline constexpr double kWarmUpShare = 0.01;
inline constexpr double kPlateauShare = 0.35;

/// The factor on the learning rates when `share` of the run is done.
inline double LearningRateAt(double share) {
  const double warm = std::min(1.0, (share + 1e-3) / kWarmUpShare);
  const double down = std::clamp((1 - share) / (1 - kPlateauShare), 0.0, 1.0);
  return std::min(warm, down);
}

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_SCHEDULE_H_
