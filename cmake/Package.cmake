# `cpack` in a release build folder makes llmzip_<version>_<arch>.deb.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME llmzip)
set(CPACK_PACKAGE_VENDOR "llmzip")
set(CPACK_PACKAGE_CONTACT "the llmzip authors <llmzip@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "lossless compression with pluggable predictors
 llmzip codes files with context mixing and arithmetic coding, into a checksummed,
 seekable archive that decodes to the same bytes on every machine. The classic codecs
 are there behind the same interface.")
include(CPack)
