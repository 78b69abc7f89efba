// StepTurn: a lock under which one step uses libtorch with a given number of threads.
//
// The number of threads of libtorch, its BLAS and OpenMP is set for the whole process or for the calling thread,
// differently in each, and the way a sum is split over threads changes its last digits. So steps with the same thread
// count may run side by side, and steps with another count wait until those are done. While a StepTurn lives, the count
// is set for its thread.
#ifndef LLMZIP_CHECKPOINTS_STEP_TURN_H_
#define LLMZIP_CHECKPOINTS_STEP_TURN_H_

namespace llmzip::checkpoints {

class StepTurn {
 public:
  explicit StepTurn(unsigned threads);
  StepTurn(const StepTurn&) = delete;
  StepTurn& operator=(const StepTurn&) = delete;
  ~StepTurn();
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_STEP_TURN_H_
