// uniform, order0 … order3.
#include "plan/entries/entries.h"
#include "plan/plan.h"
#include "predictors/order/order_predictor.h"
#include "predictors/uniform/uniform_predictor.h"

namespace llmzip {
namespace {

StatusOr<std::unique_ptr<Predictor>> MakeUniform(const Plan& /*plan*/, const Shape& shape) {
  return std::unique_ptr<Predictor>(std::make_unique<UniformPredictor>(shape.lanes));
}

StatusOr<std::uint64_t> UniformMemory(const Plan& /*plan*/, const Shape& /*shape*/) {
  return std::uint64_t{sizeof(UniformPredictor)};
}

StatusOr<Cost> UniformCost(const Plan& /*plan*/, const Shape& /*shape*/, Direction /*direction*/) {
  return Cost{1'000, 120};
}

template <unsigned order>
StatusOr<std::unique_ptr<Predictor>> MakeOrder(const Plan& /*plan*/, const Shape& shape) {
  return std::unique_ptr<Predictor>(std::make_unique<OrderPredictor>(order, shape));
}

template <unsigned order>
StatusOr<std::uint64_t> OrderMemory(const Plan& /*plan*/, const Shape& shape) {
  return OrderPredictor::MemoryBytes(order, shape);
}

template <unsigned order>
StatusOr<Cost> OrderCost(const Plan& /*plan*/, const Shape& shape, Direction /*direction*/) {
  return Cost{1'000 + OrderPredictor::MemoryBytes(order, shape) / 16, 350};
}

template <unsigned order>
constexpr Entry Order(std::string_view name, std::string_view summary) {
  return {.name = name,
          .examples = name,
          .summary = summary,
          .traits = kPredictsBytes,
          .memory = OrderMemory<order>,
          .cost = OrderCost<order>,
          .make_predictor = MakeOrder<order>};
}

constexpr Entry kEntries[] = {
    {.name = "uniform",
     .examples = "uniform",
     .summary = "every byte equally likely; 8 bits a byte",
     .traits = kPredictsBytes,
     .memory = UniformMemory,
     .cost = UniformCost,
     .make_predictor = MakeUniform},
    Order<0>("order0", "adaptive byte counts"),
    Order<1>("order1", "adaptive byte counts after each last byte"),
    Order<2>("order2", "adaptive byte counts after each last two bytes"),
    Order<3>("order3", "adaptive byte counts after each last three bytes, hashed"),
};

}  // namespace

std::span<const Entry> CountingEntries() { return kEntries; }

}  // namespace llmzip
