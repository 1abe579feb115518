#include <sodium/crypto_auth_hmacsha256.h>
