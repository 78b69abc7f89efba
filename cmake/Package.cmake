# `cpack` in a release build folder makes Debian packages, one for each component of Install.cmake:
#   llmzip, llmzip-models, libllmzip-dev (and libllmzip0, if the library is shared), llmzip-checkpoints.
# It packs what the target `installable` has built, and llmzip-checkpoints if the target `plugins` is built, too.
set(LLMZIP_PACKAGE_CONTACT "the llmzip authors <llmzip@localhost>" CACHE STRING "Maintainer of the packages, with address")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME llmzip)
set(CPACK_PACKAGE_VENDOR "llmzip")
set(CPACK_PACKAGE_CONTACT ${LLMZIP_PACKAGE_CONTACT})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_THREADS 0)  # all of them
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/cmake/debian/choose_parts.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian/finish_parts.cmake)
set(CPACK_POST_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/debian/correct_size.cmake)
# Read by these scripts, with all else that begins with CPACK_LLMZIP_.
set(CPACK_LLMZIP_DEBIAN ${PROJECT_SOURCE_DIR}/cmake/debian)

# llmzip_deb(COMPONENT NAME SECTION DEPENDS DESCRIPTION): the package that a component, or a group of them, becomes.
set(CPACK_COMPONENTS_ALL "")
set(CPACK_LLMZIP_PARTS "")
macro(llmzip_deb component name section depends description)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name})
  set(CPACK_DEBIAN_${upper}_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section})
  set(CPACK_DEBIAN_${upper}_PACKAGE_DEPENDS "${depends}")
  set(CPACK_DEBIAN_${upper}_DESCRIPTION "${description}")
  list(APPEND CPACK_COMPONENTS_ALL ${component})
  list(APPEND CPACK_LLMZIP_PARTS ${component}:${name})
endmacro()

set(same_version "(= ${PROJECT_VERSION})")
set(headers "libstdc++-12-dev | libstdc++-dev, libssl-dev")  # the first for programs in C, too
if(LLMZIP_LIBRARY_CODECS)  # one for each module that llmzip.pc names, and for pkg-config, which llmzipConfig.cmake asks
  string(APPEND headers ", zlib1g-dev, liblzma-dev, libpng-dev, libzstd-dev, libflac-dev, libpcre2-dev, libxxhash-dev"
                        ", pkg-config")
endif()
if(BUILD_SHARED_LIBS)
  llmzip_deb(library libllmzip${PROJECT_VERSION_MAJOR} libs ""
"lossless compression by prediction: shared library
llmzip codes files with context mixing and a small neural network, into a
checksummed, seekable archive that decodes to the same bytes on every machine.

This package has the library that programs load.")
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/cmake/debian/library/triggers)
  set(headers "libllmzip${PROJECT_VERSION_MAJOR} ${same_version}")
endif()
llmzip_deb(development libllmzip-dev libdevel "${headers}"
"lossless compression by prediction: library for C and C++
llmzip codes files with context mixing and a small neural network, into a
checksummed, seekable archive that decodes to the same bytes on every machine.

This package has the library, its headers, and what pkg-config and CMake find
it by.")
if(NOT LLMZIP_BUILD_CLI)
  include(CPack)
  return()
endif()

llmzip_deb(program llmzip utils ""
"lossless compression by prediction
llmzip codes files with context mixing and a small neural network, into a
checksummed, seekable archive that decodes to the same bytes on every machine.
Archives are smaller than those of xz or bzip3; it is slow. Its options are
those of gzip.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "llmzip-models, llmzip-checkpoints, file")
foreach(script IN ITEMS postinst postrm triggers)
  list(APPEND CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/cmake/debian/program/${script})
endforeach()

llmzip_deb(models llmzip-models misc ""
"lossless compression by prediction: further models
llmzip codes files with context mixing and a small neural network, into a
checksummed, seekable archive that decodes to the same bytes on every machine.

This package has the models that only a predictor given by name uses, such as
those of the experiments. An archive made with one of them needs it to be
decoded. What the levels use is in the program.")
set(CPACK_DEBIAN_MODELS_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_MODELS_PACKAGE_ENHANCES llmzip)

llmzip_deb(plugins llmzip-checkpoints utils "llmzip ${same_version}"
"lossless compression by prediction: checkpoints and training
llmzip codes files with context mixing and a small neural network, into a
checksummed, seekable archive that decodes to the same bytes on every machine.

This package has the plug-ins that need libtorch: one that predicts with
language models from elsewhere (Hugging Face folders, TorchScript), and the
trainer for networks of one's own (llmzip train).")
list(REMOVE_ITEM CPACK_COMPONENTS_ALL plugins)
set(CPACK_DEBIAN_PLUGINS_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PLUGINS_PACKAGE_RECOMMENDS libopenblas0-openmp)
foreach(component IN ITEMS checkpoints trainer)
  string(TOUPPER ${component} upper)
  set(CPACK_COMPONENT_${upper}_GROUP plugins)
endforeach()
set(CPACK_LLMZIP_PLUGINS ${plugins})
list(TRANSFORM CPACK_LLMZIP_PLUGINS REPLACE "(.+)" "${PROJECT_BINARY_DIR}/\\1.so")
set(CPACK_LLMZIP_WITH_TORCH OFF)
if(found_plugins STREQUAL "${plugins}" AND NOT LLMZIP_TORCH_ROOT)  # that libtorch is in no package
  set(CPACK_LLMZIP_WITH_TORCH ON)
endif()
include(CPack)
