#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stdlib.h>
#include <sys/eventfd.h>
