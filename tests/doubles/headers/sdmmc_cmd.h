/* Of sdmmc/include/sdmmc_cmd.h. */
#ifndef DOUBLE_SDMMC_CMD_H
#define DOUBLE_SDMMC_CMD_H

#include "driver/sdmmc_host.h"

esp_err_t sdmmc_get_status(sdmmc_card_t *card);

#endif
