/* Two names for one file, as a cut leaves them on FAT, are two links here: that the file has
 * clusters of its own again shows in its count of links and its inode. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "scratch.h"
#include "store/files.h"
#include "wamcam/errors.h"

struct scene {
    char folder[SCRATCH_PATH_BYTES];
    struct wamcam_root root;
};

static void make_scene(struct scene *scene) {
    char incoming[SCRATCH_PATH_BYTES];
    scratch_make(scene->folder);
    scratch_path(scene->folder, "incoming.tmp", incoming);
    mkdir(incoming, 0777);
    scratch_path(scene->folder, "webcam", incoming);
    mkdir(incoming, 0777);
    scene->root = (struct wamcam_root){scene->folder, WAMCAM_VOLUME_CREATE};
}

static void put(const struct scene *scene, const char *name, const char *text) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(scene->folder, name, path);
    CHECK_EQUAL_INT(0, wamcam_files_append(path, (const uint8_t *)text, strlen(text)));
}

/** What FAT has between the two halves of a rename. */
static void make_twin(const struct scene *scene, const char *name, const char *other) {
    char path[SCRATCH_PATH_BYTES];
    char other_path[SCRATCH_PATH_BYTES];
    scratch_path(scene->folder, name, path);
    scratch_path(scene->folder, other, other_path);
    CHECK_EQUAL_INT(0, link(path, other_path));
}

static ino_t clusters_of(const struct scene *scene, const char *name) {
    char path[SCRATCH_PATH_BYTES];
    struct stat status = {0};
    scratch_path(scene->folder, name, path);
    CHECK_EQUAL_INT(0, stat(path, &status));
    CHECK_EQUAL_INT(1, status.st_nlink);
    return status.st_ino;
}

static int64_t settle(const struct scene *scene, const char *to_change) {
    char path[SCRATCH_PATH_BYTES];
    scratch_path(scene->folder, to_change, path);
    return wamcam_incoming_settle(&scene->root, path);
}

/** Nothing is on its way any more, and the file has this content; "" for no file. */
static void check_settled(const struct scene *scene, const char *name, const char *expected) {
    char path[SCRATCH_PATH_BYTES];
    char text[64] = "";
    CHECK_EQUAL_INT(0, settle(scene, name));
    scratch_path(scene->folder, "incoming.tmp", path);
    CHECK_EQUAL_INT(0, scratch_count(path));
    scratch_path(scene->folder, name, path);
    int length = wamcam_files_read(path, 0, (uint8_t *)text, sizeof text - 1);
    CHECK_EQUAL_INT(expected[0] == '\0' ? WAMCAM_NOT_FOUND : (int)strlen(expected), length);
    CHECK_EQUAL_TEXT(expected, text);
}

static void end_scene(const struct scene *scene) {
    scratch_remove(scene->folder);
}

static void test_a_new_file_that_is_not_finished_goes(void) {
    struct scene scene;
    make_scene(&scene);
    put(&scene, "incoming.tmp/webcam%2Fa.jpg.tmp", "ha");
    check_settled(&scene, "webcam/a.jpg", "");
    end_scene(&scene);
}

/** Each state in which a cut of the rename, or of what parts the twins, leaves the card. */
static void test_twins_are_parted_and_the_photo_stays(void) {
    static const char *const copies[] = {NULL, "", "pho", "photo"};
    for (size_t index = 0; index < sizeof copies / sizeof *copies; index++) {
        struct scene scene;
        make_scene(&scene);
        put(&scene, "webcam/a.jpg", "photo");
        ino_t before = clusters_of(&scene, "webcam/a.jpg");
        make_twin(&scene, "webcam/a.jpg", "kept"); /* so that they are not given out again */
        make_twin(&scene, "webcam/a.jpg", "incoming.tmp/webcam%2Fa.jpg.tmp");
        if (copies[index] != NULL) {
            put(&scene, "incoming.tmp/webcam%2Fa.jpg.bak", copies[index]);
        }
        check_settled(&scene, "webcam/a.jpg", "photo");
        CHECK(clusters_of(&scene, "webcam/a.jpg") != before);
        end_scene(&scene);
    }
}

static void test_a_copy_without_its_twin_counts(void) {
    static const char *const targets[] = {NULL, "", "pho", "rubbish", "photo"};
    for (size_t index = 0; index < sizeof targets / sizeof *targets; index++) {
        struct scene scene;
        make_scene(&scene);
        put(&scene, "incoming.tmp/webcam%2Fa.jpg.bak", "photo");
        if (targets[index] != NULL) {
            put(&scene, "webcam/a.jpg", targets[index]);
        }
        check_settled(&scene, "webcam/a.jpg", "photo");
        end_scene(&scene);
    }
}

static void test_a_replacement_is_finished_or_undone(void) {
    struct scene scene;
    make_scene(&scene);
    put(&scene, "state", "old");
    put(&scene, "incoming.tmp/state.new", "ne"); /* cut while it was written */
    check_settled(&scene, "state", "old");
    put(&scene, "incoming.tmp/other.new", "new"); /* cut after the old one was removed */
    check_settled(&scene, "other", "new");
    make_twin(&scene, "other", "incoming.tmp/other.new"); /* cut in the rename */
    check_settled(&scene, "other", "new");
    clusters_of(&scene, "other");
    end_scene(&scene);
}

static void test_a_file_that_moves_has_one_name_in_the_end(void) {
    struct scene scene;
    make_scene(&scene);
    put(&scene, "webcam/undated", "photo");
    put(&scene, "incoming.tmp/webcam%2F10%25.mv", "webcam/undated\n"); /* cut before the rename */
    check_settled(&scene, "webcam/10%", "");
    check_settled(&scene, "webcam/undated", "photo");
    make_twin(&scene, "webcam/undated", "webcam/10%"); /* cut in the middle of it */
    put(&scene, "incoming.tmp/webcam%2F10%25.mv", "webcam/undated\n");
    check_settled(&scene, "webcam/10%", "photo");
    check_settled(&scene, "webcam/undated", "");
    clusters_of(&scene, "webcam/10%");
    put(&scene, "incoming.tmp/webcam%2F10%25.mv", "webcam/undated\n"); /* cut after it */
    check_settled(&scene, "webcam/10%", "photo");
    end_scene(&scene);
}

static void test_a_marker_that_cannot_be_read_marks_nothing(void) {
    static const char *const markers[] = {"", "\n", "webcam/und", "../outside\n", "webcam/gone\n"};
    struct scene scene;
    make_scene(&scene);
    put(&scene, "webcam/undated", "photo");
    for (size_t index = 0; index < sizeof markers / sizeof *markers; index++) {
        put(&scene, "incoming.tmp/webcam%2Fdated.mv", markers[index]);
        check_settled(&scene, "webcam/dated", "");
        check_settled(&scene, "webcam/undated", "photo");
    }
    end_scene(&scene);
}

static void test_what_is_not_ours_stays(void) {
    static const char *const names[] = {"incoming.tmp/notes",      "incoming.tmp/a%2fb.tmp",
                                        "incoming.tmp/%2F%2F.tmp", "incoming.tmp/a.tmp.jpg",
                                        "incoming.tmp/..%2Fa.tmp", "incoming.tmp/.tmp"};
    struct scene scene;
    char path[SCRATCH_PATH_BYTES];
    make_scene(&scene);
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        put(&scene, names[index], "mine");
    }
    put(&scene, "incoming.tmp/webcam%2Fa.jpg.tmp", "ha");
    CHECK_EQUAL_INT(0, settle(&scene, "webcam/a.jpg"));
    scratch_path(scene.folder, "incoming.tmp", path);
    CHECK_EQUAL_INT(sizeof names / sizeof *names, scratch_count(path));
    end_scene(&scene);
}

/** A folder where the copy should be: twins that cannot be parted are not touched. */
static void test_twins_that_cannot_be_parted_do_no_harm(void) {
    struct scene scene;
    char path[SCRATCH_PATH_BYTES];
    make_scene(&scene);
    put(&scene, "webcam/a.jpg", "photo");
    make_twin(&scene, "webcam/a.jpg", "incoming.tmp/webcam%2Fa.jpg.tmp");
    scratch_path(scene.folder, "incoming.tmp/webcam%2Fa.jpg.bak", path);
    CHECK_EQUAL_INT(0, mkdir(path, 0777));
    put(&scene, "incoming.tmp/webcam%2Fb.jpg.tmp", "ha");
    CHECK_EQUAL_INT(0, settle(&scene, "webcam/b.jpg"));
    CHECK(settle(&scene, "webcam/a.jpg") < 0);
    CHECK_EQUAL_INT(0, rmdir(path));
    check_settled(&scene, "webcam/a.jpg", "photo");
    end_scene(&scene);
}

static void test_a_path_that_has_no_room_in_one_name_is_refused(void) {
    struct scene scene;
    char path[SCRATCH_PATH_BYTES];
    char name[260];
    char out[WAMCAM_FULL_PATH_BYTES];
    make_scene(&scene);
    for (size_t length = 240; length < sizeof name; length++) {
        memset(name, 'a', length);
        name[length] = '\0';
        scratch_path(scene.folder, name, path);
        CHECK_EQUAL_INT(length + 4 <= 255 ? 0 : WAMCAM_NAME_TOO_LONG,
                        wamcam_incoming_path(&scene.root, path, WAMCAM_INCOMING_NEW, out));
    }
    end_scene(&scene);
}

static const struct check_test tests[] = {
    {"a new file that is not finished goes", test_a_new_file_that_is_not_finished_goes},
    {"twins are parted and the photo stays", test_twins_are_parted_and_the_photo_stays},
    {"a copy without its twin counts", test_a_copy_without_its_twin_counts},
    {"a replacement is finished or undone", test_a_replacement_is_finished_or_undone},
    {"a file that moves has one name in the end", test_a_file_that_moves_has_one_name_in_the_end},
    {"a marker that cannot be read marks nothing", test_a_marker_that_cannot_be_read_marks_nothing},
    {"what is not ours stays", test_what_is_not_ours_stays},
    {"twins that cannot be parted do no harm", test_twins_that_cannot_be_parted_do_no_harm},
    {"a path that has no room in one name is refused",
     test_a_path_that_has_no_room_in_one_name_is_refused},
};
CHECK_SUITE(store_incoming, tests);
