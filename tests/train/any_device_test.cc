// Nothing but a CPU is needed to see that nothing but a CPU is needed: a step on libtorch's "meta" device, whose
// tensors have shapes but no memory. Whatever mixes devices, reads a number on the host or takes a pointer fails there.
#include <gtest/gtest.h>
#include <torch/library.h>
#include <torch/version.h>

#include "model/presets.h"
#include "train/composed/composed.h"
#include "train/optimiser.h"
#include "train/trained_network.h"

namespace llmzip::train {
namespace {

#if TORCH_VERSION_MAJOR >= 2
// Operations that libtorch leaves to Python on meta tensors.
torch::Tensor IndexSelect(const torch::Tensor& rows, std::int64_t dimension, const torch::Tensor& index) {
  TORCH_CHECK(rows.is_meta() && index.is_meta() && dimension == 0);
  return torch::empty({index.numel(), rows.size(1)}, rows.options());
}
torch::Tensor EmbeddingGradient(const torch::Tensor& gradient, const torch::Tensor& index, c10::SymInt rows,
                                c10::SymInt /*padding*/, bool /*by_frequency*/) {
  TORCH_CHECK(gradient.is_meta() && index.is_meta());
  return torch::empty({rows.expect_int(), gradient.size(-1)}, gradient.options());
}
torch::Tensor UnfoldGradient(const torch::Tensor& gradient, c10::SymIntArrayRef sizes, std::int64_t /*dimension*/,
                             std::int64_t /*size*/, std::int64_t /*step*/) {
  TORCH_CHECK(gradient.is_meta());
  return torch::empty(C10_AS_INTARRAYREF_SLOW(sizes), gradient.options());
}
torch::Tensor Flip(const torch::Tensor& tensor, torch::IntArrayRef /*dimensions*/) {
  TORCH_CHECK(tensor.is_meta());
  return torch::empty_like(tensor);
}
TORCH_LIBRARY_IMPL(aten, Meta, library) {
  library.impl("index_select", IndexSelect);
  library.impl("embedding_dense_backward", EmbeddingGradient);
  library.impl("flip", Flip);
  library.impl("unfold_backward", UnfoldGradient);
}
#endif

TEST(AnyDevice, AWholeStepStaysThere) {
  if (TORCH_VERSION_MAJOR < 2) GTEST_SKIP() << "this libtorch has too few operations on meta tensors";
  const Composed recomputing(/*most_kept_steps=*/0);
  const torch::Device meta(torch::kMeta);
  for (const Functions* functions : {&ComposedFunctions(), static_cast<const Functions*>(&recomputing)}) {
    for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
      TrainedNetwork network(FindNetworkPreset("hybrid-tiny")->config, 1, {meta, functions});
      Optimiser optimiser(network.parameters(), {});
      const Numerics numerics{type, true};
      const auto on_meta = torch::TensorOptions(meta);
      LaneMemory memory = network.NewMemory(3, numerics);
      for (int step = 0; step < 2; ++step) {
        network.Forget(torch::ones({3}, on_meta.dtype(torch::kBool)), &memory);
        const auto logits = network.Logits(torch::zeros({3, 64}, on_meta.dtype(torch::kInt64)), numerics, &memory);
        const auto targets = torch::zeros({3 * 64}, on_meta.dtype(torch::kUInt8));
        const auto loss = network.functions().CodeLengths(logits, network.Get("output.bias"), targets).mean();
        loss.backward();
        for (const auto& [name, tensor] : network.parameters()) {
          ASSERT_TRUE(tensor.grad().defined()) << name;
          EXPECT_TRUE(tensor.grad().is_meta()) << name;
        }
        optimiser.Step(1);
        for (const auto& [name, tensor] : network.parameters()) EXPECT_TRUE(tensor.is_meta()) << name;
        for (const auto& [name, tensor] : optimiser.State()) EXPECT_TRUE(tensor.is_meta()) << name;
      }
    }
  }
}

}  // namespace
}  // namespace llmzip::train
