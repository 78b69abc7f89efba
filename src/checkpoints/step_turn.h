// StepTurn: one step's turn at libtorch, with so many threads.
//
// libtorch, its BLAS and OpenMP count their threads for the whole process or for each calling thread, each in its own
// way, and how a sum is split over threads shows in its last digits. So steps of one thread count may run side by side,
// and steps of another wait until they are done; whoever has the turn finds the count set for itself.
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
