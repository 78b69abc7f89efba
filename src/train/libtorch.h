// libtorch.h: the parts of libtorch that the trainer uses. torch/torch.h takes twice as long to compile.
#ifndef LLMZIP_TRAIN_LIBTORCH_H_
#define LLMZIP_TRAIN_LIBTORCH_H_

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/generated/variable_factories.h>
#include <torch/types.h>

#endif  // LLMZIP_TRAIN_LIBTORCH_H_
