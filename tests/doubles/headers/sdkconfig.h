/* What the sources ask of the configuration, with the values of sdkconfig.defaults. */
#ifndef DOUBLE_SDKCONFIG_H
#define DOUBLE_SDKCONFIG_H

#define CONFIG_APP_RETRIEVE_LEN_ELF_SHA 9
#define CONFIG_ESP_TASK_WDT_TIMEOUT_S 60
#define CONFIG_MBEDTLS_SSL_OUT_CONTENT_LEN 4096
#define CONFIG_WAMCAM_TRIAL_S 300

#endif
