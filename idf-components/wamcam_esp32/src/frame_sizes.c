#include "frame_sizes.h"

#include <string.h>

static const struct {
    const char *name;
    framesize_t size;
} sizes[] = {
    {"96X96", FRAMESIZE_96X96}, {"QQVGA", FRAMESIZE_QQVGA},     {"128X128", FRAMESIZE_128X128},
    {"QCIF", FRAMESIZE_QCIF},   {"HQVGA", FRAMESIZE_HQVGA},     {"240X240", FRAMESIZE_240X240},
    {"QVGA", FRAMESIZE_QVGA},   {"320X320", FRAMESIZE_320X320}, {"CIF", FRAMESIZE_CIF},
    {"HVGA", FRAMESIZE_HVGA},   {"VGA", FRAMESIZE_VGA},         {"SVGA", FRAMESIZE_SVGA},
    {"XGA", FRAMESIZE_XGA},     {"HD", FRAMESIZE_HD},           {"SXGA", FRAMESIZE_SXGA},
    {"UXGA", FRAMESIZE_UXGA},   {"FHD", FRAMESIZE_FHD},         {"P_HD", FRAMESIZE_P_HD},
    {"P_3MP", FRAMESIZE_P_3MP}, {"QXGA", FRAMESIZE_QXGA},       {"QHD", FRAMESIZE_QHD},
    {"WQXGA", FRAMESIZE_WQXGA}, {"P_FHD", FRAMESIZE_P_FHD},     {"QSXGA", FRAMESIZE_QSXGA},
    {"5MP", FRAMESIZE_5MP},
};

framesize_t wamcam_esp32_frame_size(const char *name) {
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
        if (strcmp(sizes[index].name, name) == 0) {
            return sizes[index].size;
        }
    }
    return FRAMESIZE_INVALID;
}
